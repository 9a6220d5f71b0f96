'use client'

import { FileSpreadsheet, Upload } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { cn } from '#app/_components/ui/cn.ts'
import { Notice } from '#app/_components/ui/notice.tsx'
import { ProgressBar } from '#app/_components/ui/progress-bar.tsx'
import { IMPORT_BYTES_MAX, IMPORT_ROWS_MAX } from '#server/users/import/schemas.ts'
import { useUpload } from './use-upload.ts'

const limits = `CSV in UTF-8, up to ${IMPORT_BYTES_MAX / 1024 / 1024} MB and ${IMPORT_ROWS_MAX.toLocaleString('en')} rows.`

/** Where a file is dropped, or chosen. */
export function DropZone() {
  const { upload, send, stop } = useUpload()
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const hint = useId()
  const take = (files: FileList | null | undefined) => {
    const [file] = files ?? []
    if (file) send(file)
  }
  return (
    <div className="grid gap-3">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the button does the same. */}
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take(event.dataTransfer.files)
        }}
        className={cn(
          'grid justify-items-center gap-3 rounded-lg border border-dashed px-4 py-10 text-center transition-colors',
          over ? 'border-accent bg-accent-soft' : 'bg-sunken',
        )}
      >
        <FileSpreadsheet aria-hidden className="size-8 text-muted" strokeWidth={1.5} />
        {upload.state === 'sending' ? (
          <div className="grid w-full max-w-sm gap-2" role="status">
            <p className="wrap-anywhere text-sm">
              {upload.share < 1 ? 'Sending' : 'Reading'} {upload.name}…
            </p>
            <ProgressBar label="Upload" share={upload.share} />
            <Button size="sm" variant="ghost" onClick={stop} className="justify-self-center">
              Stop
            </Button>
          </div>
        ) : (
          <>
            <div className="grid gap-1">
              <p className="font-medium text-sm">Drop a CSV file here</p>
              <p id={hint} className="text-pretty text-muted text-xs">
                The first line names the columns. {limits}
              </p>
            </div>
            <Button variant="primary" aria-describedby={hint} onClick={() => input.current?.click()}>
              <Upload aria-hidden />
              Choose a file
            </Button>
          </>
        )}
        <input
          ref={input}
          type="file"
          aria-label="CSV file"
          tabIndex={-1}
          accept=".csv,.txt,text/csv"
          className="sr-only"
          onChange={({ target }) => {
            take(target.files)
            target.value = ''
          }}
        />
      </div>
      {upload.state === 'failed' ? (
        <Notice tone="red" title={`${upload.name} was not taken`}>
          {upload.message}
        </Notice>
      ) : null}
    </div>
  )
}
