'use client'

import { useState } from 'react'
import { CodeBlock } from '#app/_components/code-block.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { curlSnippet, nodeSnippet, type SnippetParts } from './snippet.ts'

/** How to send to the source, ready to be pasted. */
export function Snippets(parts: SnippetParts) {
  const [by, setBy] = useState<'curl' | 'node'>('curl')
  return (
    <div className="grid gap-2">
      <Segmented
        label="Send by"
        value={by}
        onValueChange={setBy}
        options={[
          { value: 'curl', label: 'curl' },
          { value: 'node', label: 'Node' },
        ]}
        className="justify-self-start"
      />
      <CodeBlock label="Send an event" code={by === 'curl' ? curlSnippet(parts) : nodeSnippet(parts)} />
    </div>
  )
}
