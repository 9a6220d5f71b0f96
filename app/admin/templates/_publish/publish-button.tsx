'use client'

import { Rocket } from 'lucide-react'
import { useRef, useState } from 'react'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import type { Studio } from './changes.ts'
import { countWords } from './check-look.ts'
import type { OnJump } from './problem-line.tsx'
import { PublishForm } from './publish-form.tsx'
import { sinceOf } from './since.ts'
import { useChecks } from './use-checks.ts'

/** The dialog fades out for 150 ms. */
const CLOSED_MS = 250

export interface PublishButtonProps {
  studio: Pick<Studio, 'template' | 'versions' | 'git' | 'draft'>
  /** Of the newest save; at most 0: there is no draft. */
  lockVersion: number
  /** Whether all that was typed is saved. */
  saved: boolean
  onJump: OnJump
  /** After a version was published. */
  onPublished: (version: number) => void
  /** Somebody else saved meanwhile: show theirs. */
  onReload: () => void
}

/** Publishes the draft, after saying what that changes and what the checks found. */
export function PublishButton({
  studio,
  lockVersion,
  saved,
  onJump,
  onPublished,
  onReload,
}: PublishButtonProps) {
  const { template, versions } = studio
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const mayPublish = useMay('templates')
  const checks = useChecks({ templateKey: template.key, lockVersion, saved })
  const { errors, warnings } = checks.report ?? { errors: 0, warnings: 0 }
  const next = (versions[0]?.version ?? 0) + 1
  if (!mayPublish || template.archivedAt) return null
  return (
    <>
      <Button
        ref={button}
        variant="primary"
        // Without a draft there is nothing to publish; what is being typed makes one in a moment.
        disabled={lockVersion <= 0 && saved}
        title={lockVersion <= 0 && saved ? 'Nothing has changed since it was published' : undefined}
        onClick={() => setOpen(true)}
      >
        <Rocket aria-hidden />
        Publish
        {errors + warnings > 0 && checks.age === 'current' ? (
          <Badge tone={errors > 0 ? 'red' : 'amber'} title={countWords(errors, warnings)} className="-mr-1">
            {errors > 0 ? errors : warnings}
            <span className="sr-only">{errors > 0 ? ' errors' : ' warnings'}</span>
          </Badge>
        ) : null}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        returnFocus={button}
        title={`Publish “${template.name ?? template.key}” as v${next}`}
        description={
          next === 1
            ? 'From then on it can be sent.'
            : `From then on v${next} is sent in place of v${next - 1}. What was sent before stays as it was.`
        }
      >
        <PublishForm
          templateKey={template.key}
          git={studio.git !== null && !studio.git.forked}
          next={next}
          since={sinceOf(studio)}
          lockVersion={lockVersion}
          saved={saved}
          checks={checks}
          onClose={() => setOpen(false)}
          onJump={(place, locale) => {
            setOpen(false)
            // Once the closed dialog has given the focus back: the editor is to keep it.
            setTimeout(() => onJump(place, locale), CLOSED_MS)
          }}
          onPublished={(version) => {
            setOpen(false)
            onPublished(version)
          }}
          onReload={() => {
            setOpen(false)
            onReload()
          }}
        />
      </Dialog>
    </>
  )
}
