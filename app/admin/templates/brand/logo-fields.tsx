'use client'

import { ImageUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { Field } from '#app/_components/ui/field.tsx'
import { Input } from '#app/_components/ui/input.tsx'
import { uploadImage } from '../_editor/visual/upload.ts'
import type { BrandFieldsProps } from './fields-props.ts'

/** Of a logo that is larger, in pixels; mails have little room above their words. */
const SHOWN_WIDTH = 160

export function LogoFields({ theme, onChange, readOnly }: BrandFieldsProps) {
  const { logo, brandName } = theme
  const picker = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()

  async function upload(file: File) {
    setBusy(true)
    setProblem(undefined)
    try {
      const { url, width } = await uploadImage(file)
      const shown = Math.max(16, Math.min(SHOWN_WIDTH, width ?? SHOWN_WIDTH))
      onChange({ logo: { url, alt: logo?.alt || brandName || 'Logo', width: shown } })
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The image was not stored: try again')
    } finally {
      setBusy(false)
    }
  }

  return (
    <Card title="Name and logo">
      <div className="grid gap-3">
        <Field label="Name" hint="Stands above every mail where there is no logo.">
          {(control) => (
            <Input
              {...control}
              value={brandName}
              maxLength={100}
              readOnly={readOnly}
              onChange={({ target }) => onChange({ brandName: target.value })}
            />
          )}
        </Field>
        <Field
          label="Logo"
          error={problem}
          hint="PNG, JPEG, GIF or WebP, at most 2 MB. Twice as wide as it is shown looks sharp."
        >
          {(control) => (
            <div className="flex flex-wrap items-center gap-2">
              <input
                {...control}
                ref={picker}
                type="file"
                accept="image/png,image/jpeg,image/gif,image/webp"
                className="sr-only"
                disabled={readOnly || busy}
                onChange={({ target }) => {
                  const [file] = target.files ?? []
                  target.value = ''
                  if (file) void upload(file)
                }}
              />
              {logo ? (
                // biome-ignore lint/performance/noImgElement: an image as mails show it, from any server
                <img
                  src={logo.url}
                  alt={logo.alt}
                  className="max-h-12 max-w-40 rounded-sm border bg-white object-contain p-1"
                />
              ) : null}
              {readOnly ? null : (
                <>
                  <Button size="sm" loading={busy} onClick={() => picker.current?.click()}>
                    <ImageUp aria-hidden />
                    {logo ? 'Upload another' : 'Upload a logo'}
                  </Button>
                  {logo ? (
                    <Button size="sm" variant="ghost" onClick={() => onChange({ logo: null })}>
                      Remove
                    </Button>
                  ) : null}
                </>
              )}
            </div>
          )}
        </Field>
        {logo ? (
          <div className="grid grid-cols-[1fr_6rem] gap-3">
            <Field label="Logo in words" hint="Where images are not shown.">
              {(control) => (
                <Input
                  {...control}
                  value={logo.alt}
                  maxLength={200}
                  readOnly={readOnly}
                  onChange={({ target }) => onChange({ logo: { ...logo, alt: target.value } })}
                />
              )}
            </Field>
            <Field label="Width, px">
              {(control) => (
                <Input
                  {...control}
                  type="number"
                  min={16}
                  max={600}
                  value={logo.width}
                  readOnly={readOnly}
                  onChange={({ target }) => {
                    const width = Math.round(Number(target.value))
                    if (width >= 16 && width <= 600) onChange({ logo: { ...logo, width } })
                  }}
                />
              )}
            </Field>
          </div>
        ) : null}
      </div>
    </Card>
  )
}
