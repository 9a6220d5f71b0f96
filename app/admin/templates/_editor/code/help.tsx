import { CircleHelp } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#app/_components/ui/popover.tsx'
import { components, type Example, examples } from './words.ts'

/** What a template in code can use; a click puts an example where the cursor is. */
export function Help({ onInsert }: { onInsert: ((example: Example) => void) | null }) {
  const [open, setOpen] = useState(false)
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button size="sm" variant="ghost">
          <CircleHelp aria-hidden />
          What can I use here?
        </Button>
      </PopoverTrigger>
      <PopoverContent
        aria-label="What a template in code can use"
        align="end"
        // Where nothing can be put in, nothing in it takes the focus, and it is longer than a screen.
        tabIndex={0}
        className="max-h-[min(32rem,var(--radix-popover-content-available-height))] w-[min(30rem,calc(100vw-1rem))] overflow-y-auto p-0"
      >
        <p className="border-b px-3 py-2 text-muted">
          The file exports its mail by default and imports from <Code>react</Code>, <Code>react-email</Code>{' '}
          and <Code>posthorn</Code> only. What differs from mail to mail comes by these words, never by
          computing with a value: a value is only known when the mail is sent.
        </p>
        <ul>
          {examples.map((example) => (
            <li key={example.title} className="border-b px-3 py-2.5">
              <div className="flex items-baseline justify-between gap-2">
                <h2 className="font-medium">{example.title}</h2>
                {onInsert ? (
                  <Button
                    size="sm"
                    variant="ghost"
                    aria-label={`Insert: ${example.title}`}
                    onClick={() => {
                      setOpen(false)
                      onInsert(example)
                    }}
                  >
                    Insert
                  </Button>
                ) : null}
              </div>
              <p className="text-muted text-xs">{example.about}</p>
              <pre className="wrap-anywhere mt-1.5 whitespace-pre-wrap rounded-md bg-sunken px-2 py-1.5 font-mono text-xs">
                {example.code}
              </pre>
            </li>
          ))}
        </ul>
        <div className="px-3 py-2.5">
          <h2 className="font-medium">Components of react-email</h2>
          <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-xs">
            {Object.entries(components).map(([name, about]) => (
              <div key={name} className="contents">
                <dt className="font-mono">{name}</dt>
                <dd className="text-muted">{about}</dd>
              </div>
            ))}
          </dl>
        </div>
      </PopoverContent>
    </Popover>
  )
}

function Code({ children }: { children: string }) {
  return <code className="rounded-sm bg-sunken px-1 font-mono text-xs">{children}</code>
}
