'use client'

import { MessageCircleQuestionMark } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { Card } from '#app/_components/ui/card.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { EmptyState } from '#app/_components/ui/empty-state.tsx'
import { Skeleton, SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import { explainError } from '#app/_trpc/client.tsx'
import { QueryFailure } from '#app/_trpc/query-failure.tsx'
import { useMay } from '#app/_trpc/use-may.ts'
import { Explained } from '../_explain/explanation.tsx'
import { headlineOf } from '../_explain/headline.ts'
import { useExplanation } from '../_explain/use-explanation.ts'
import { EventForm } from './event-form.tsx'
import { SendIt } from './send-it.tsx'
import { useAsked } from './use-asked.ts'

const never = () => () => {}

/** What would become of any event for anybody at any moment, and why. Nothing is stored. */
export function Explain() {
  const may = useMay('ingest')
  // The reader's zone and what they typed before are known in the browser alone.
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  return (
    <div className="grid gap-4">
      <p className="text-muted text-sm">
        What would be sent, when, by what and why. Nothing is stored, nobody is told.
      </p>
      {!may ? (
        <Card flush>
          <EmptyState icon={MessageCircleQuestionMark} title="Explaining is for operators">
            It shows what users chose, so it takes the role of an operator. How a notification was decided
            stands with the notification, for everybody.
          </EmptyState>
        </Card>
      ) : inBrowser ? (
        <Asking />
      ) : (
        <Skeleton className="h-96" />
      )}
    </div>
  )
}

function Asking() {
  const asked = useAsked()
  const answer = useExplanation(asked.input)
  const { issues } = explainError(answer.error)
  const { parsed, source, samples } = asked
  const data = parsed.ok ? parsed.value.data : null
  const sendable =
    (source === 'api' || source === 'dashboard') &&
    typeof data === 'object' &&
    data !== null &&
    !Array.isArray(data) &&
    samples.some(({ type }) => type === asked.type)
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
      <EventForm
        asked={asked}
        error={answer.isError ? answer.error : null}
        onAsk={() => void answer.refetch()}
      />
      <Card
        title="What would happen"
        actions={
          sendable && answer.data ? (
            <SendIt
              type={asked.type}
              data={{ ...data }}
              headline={asked.state.user || asked.state.at ? null : headlineOf(answer.data)}
            />
          ) : null
        }
      >
        {answer.isError && issues.length > 0 ? (
          <p role="status" className="text-muted text-sm">
            {issues.map(({ path, message }) => `${path} ${message}`).join('; ')}
          </p>
        ) : answer.isError ? (
          <QueryFailure compact title="It could not be explained" query={answer} />
        ) : answer.data ? (
          <div
            aria-busy={answer.isFetching}
            className={cn('transition-opacity delay-200', answer.isFetching && 'opacity-60')}
          >
            <Explained explanation={answer.data} />
          </div>
        ) : !parsed.ok && !asked.isLoading ? (
          <p className="text-muted text-sm">The payload is no JSON yet.</p>
        ) : (
          <SkeletonRows rows={5} label="Explaining" />
        )}
      </Card>
    </div>
  )
}
