'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { SearchInput } from '#app/_components/ui/input.tsx'
import { Segmented } from '#app/_components/ui/segmented.tsx'
import { SkeletonRows } from '#app/_components/ui/skeleton.tsx'
import type { GitSource } from '#server/templates/sources.ts'
import type { StudioGit } from '#server/templates/studio.ts'
import { languageName } from '../../languages.ts'
import type { EditorProps } from '../editor-props.ts'
import { ForkButton } from './fork-button.tsx'
import { StringRow } from './string-row.tsx'

const CodeEditor = dynamic(() => import('../code/code-editor.tsx').then((module) => module.CodeEditor), {
  ssr: false,
  loading: () => <SkeletonRows rows={6} label="Loading the source" />,
})

type View = 'texts' | 'source'

/** A template that comes with the code: its texts, which a language may say otherwise, and its source to read. */
export function GitEditor(props: EditorProps<GitSource> & { git: StudioGit | null }) {
  const { git, locale, source, onChange, problems, readOnly, jump } = props
  const [view, setView] = useState<View>('texts')
  const [search, setSearch] = useState('')
  if (!git) {
    return <p className="p-4 text-muted text-sm">The file of this template is no longer in the code.</p>
  }
  const wanted = search.trim().toLowerCase()
  const shown = git.strings.filter(({ name, text }) =>
    [name, text, source.strings[name] ?? ''].some((words) => words.toLowerCase().includes(wanted)),
  )
  const changed = git.strings.filter(({ name }) => source.strings[name] !== undefined).length
  const write = (name: string, text: string | undefined) => {
    const { [name]: _, ...others } = source.strings
    onChange({ ...source, strings: text === undefined ? others : { ...others, [name]: text } })
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2">
        <Segmented<View>
          label="What to see of the template"
          value={view}
          onValueChange={setView}
          options={[
            { value: 'texts', label: 'Texts' },
            { value: 'source', label: 'Source' },
          ]}
        />
        <p className="text-muted text-xs tabular-nums">
          {changed === 0
            ? `${languageName(locale)} says all ${git.strings.length} texts as the code has them`
            : `${changed} of ${git.strings.length} texts changed in ${languageName(locale)}`}
        </p>
        <div className="ml-auto">{readOnly ? null : <ForkButton />}</div>
      </div>
      {view === 'source' ? (
        <div className="flex min-h-80 flex-1 flex-col">
          <CodeEditor
            {...props}
            source={{ subject: '', preheader: '', code: git.code }}
            onChange={() => {}}
            problems={[]}
            jump={null}
            readOnly
          />
        </div>
      ) : (
        <div className="grid content-start gap-1 p-4 pt-3">
          <SearchInput
            label="Search the texts"
            placeholder="Search the texts"
            value={search}
            onValueChange={setSearch}
            className="mb-2 max-w-72"
          />
          <ul className="divide-y">
            {shown.map(({ name, text }) => (
              <StringRow
                key={name}
                name={name}
                inCode={text}
                text={source.strings[name]}
                locale={locale}
                problems={problems.filter(({ where }) => where?.field === 'strings' && where.name === name)}
                readOnly={readOnly}
                focus={jump?.place.field === 'strings' && jump.place.name === name ? jump : null}
                onWrite={(next) => write(name, next)}
              />
            ))}
          </ul>
          {shown.length === 0 ? (
            <p className="py-4 text-muted text-sm">No text has “{search}” in it.</p>
          ) : null}
        </div>
      )}
    </div>
  )
}
