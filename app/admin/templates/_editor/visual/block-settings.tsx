'use client'

import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, toggleHeaderRow } from '@tiptap/pm/tables'
import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import type { BrandTheme } from '#server/templates/sources.ts'
import { wrongAddress } from '../../../../../emails/_studio/visual/attributes.ts'
import { ChoiceSetting, ColourSetting, NumberSetting, TextSetting } from './setting-fields.tsx'
import type { SettingProps } from './settings.tsx'
import { uploadImage } from './upload.ts'

interface BlockProps extends SettingProps {
  theme: BrandTheme
}

/** Of blocks that look like something. */
export function BlockSettings(props: BlockProps) {
  switch (props.target.type) {
    case 'button':
      return <ButtonSettings {...props} />
    case 'link':
      return <LinkSettings {...props} />
    case 'image':
      return <ImageSettings {...props} />
    case 'section':
      return <SectionSettings {...props} />
    case 'columns':
      return (
        <NumberSetting
          label="Room between"
          field="columns.gap"
          value={props.target.attrs.gap as number}
          min={0}
          max={48}
          onCommit={(gap) => props.set({ gap })}
          onDone={props.onDone}
        />
      )
    case 'table':
      return <TableSettings {...props} />
    default:
      return null
  }
}

const ADDRESS_HINT = 'https://… or {order.url}'

function ButtonSettings({ target: { attrs }, set, onDone, theme }: BlockProps) {
  return (
    <>
      <TextSetting
        label="Link"
        field="button.href"
        value={String(attrs.href)}
        className="w-72"
        placeholder={ADDRESS_HINT}
        wrong={wrongAddress}
        onCommit={(href) => set({ href })}
        onDone={onDone}
      />
      <ColourSetting
        label="Background"
        field="button.background"
        value={attrs.background as string | null}
        fallback={theme.colours.accent}
        onCommit={(background) => set({ background })}
      />
      <ColourSetting
        label="Words"
        field="button.colour"
        value={attrs.colour as string | null}
        fallback={theme.colours.onAccent}
        onCommit={(colour) => set({ colour })}
      />
    </>
  )
}

function LinkSettings({ editor, target: { attrs }, onDone }: BlockProps) {
  const commit = (href: string) => {
    const chain = editor.chain().extendMarkRange('link')
    if (href === '') chain.unsetLink().run()
    else chain.setLink({ href }).run()
  }
  return (
    <TextSetting
      label="Link"
      field="link.href"
      value={String(attrs.href ?? '')}
      className="w-72"
      placeholder={ADDRESS_HINT}
      wrong={wrongAddress}
      onCommit={commit}
      onDone={onDone}
    />
  )
}

function ImageSettings({ target: { attrs }, set, onDone }: BlockProps) {
  const file = useRef<HTMLInputElement>(null)
  const [state, setState] = useState<{ isBusy: boolean; error: string | null }>({
    isBusy: false,
    error: null,
  })
  const upload = async (chosen: File) => {
    setState({ isBusy: true, error: null })
    try {
      const { url, width } = await uploadImage(chosen)
      set({ src: url, ...(attrs.width === null && width ? { width: Math.min(width, 600) } : {}) })
      setState({ isBusy: false, error: null })
    } catch (error) {
      setState({ isBusy: false, error: error instanceof Error ? error.message : 'The image was not stored' })
    }
  }
  return (
    <>
      <input
        ref={file}
        type="file"
        accept="image/png,image/jpeg,image/gif,image/webp"
        aria-label="Image file"
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          const [chosen] = target.files ?? []
          if (chosen) void upload(chosen)
          target.value = ''
        }}
      />
      <Button size="md" loading={state.isBusy} onClick={() => file.current?.click()}>
        <Upload aria-hidden />
        Upload
      </Button>
      <TextSetting
        label="Address"
        field="image.src"
        value={String(attrs.src)}
        className="w-60"
        placeholder="https://…"
        wrong={(text) => wrongAddress(text, true)}
        onCommit={(src) => set({ src })}
        onDone={onDone}
      />
      <TextSetting
        label="Alt text"
        field="image.alt"
        value={String(attrs.alt)}
        placeholder="What it shows"
        onCommit={(alt) => set({ alt })}
        onDone={onDone}
      />
      <NumberSetting
        label="Width"
        field="image.width"
        value={attrs.width as number | null}
        min={8}
        max={1200}
        optional
        onCommit={(width) => set({ width })}
        onDone={onDone}
      />
      <TextSetting
        label="Link"
        field="image.href"
        value={String(attrs.href)}
        placeholder={ADDRESS_HINT}
        wrong={wrongAddress}
        onCommit={(href) => set({ href })}
        onDone={onDone}
      />
      {state.error ? (
        <p role="alert" className="basis-full text-red text-xs">
          {state.error}
        </p>
      ) : null}
    </>
  )
}

function SectionSettings({ target: { attrs }, set, onDone, theme }: BlockProps) {
  return (
    <>
      <ColourSetting
        label="Background"
        field="section.background"
        value={attrs.background as string | null}
        fallback={theme.colours.page}
        onCommit={(background) => set({ background })}
      />
      <NumberSetting
        label="Room inside"
        field="section.padding"
        value={attrs.padding as number}
        min={0}
        max={64}
        onCommit={(padding) => set({ padding })}
        onDone={onDone}
      />
      <ChoiceSetting
        label="Border"
        field="section.border"
        value={attrs.border ? 'line' : 'none'}
        options={[
          { value: 'none', label: 'None' },
          { value: 'line', label: 'A line' },
        ]}
        onCommit={(border) => set({ border: border === 'line' })}
      />
    </>
  )
}

const TABLE_ACTIONS = [
  ['Add row', addRowAfter],
  ['Add column', addColumnAfter],
  ['Remove row', deleteRow],
  ['Remove column', deleteColumn],
  ['Head row', toggleHeaderRow],
] as const

function TableSettings({ editor, target: { attrs }, set }: BlockProps) {
  return (
    <>
      {TABLE_ACTIONS.map(([label, command]) => (
        <Button
          key={label}
          size="sm"
          variant="ghost"
          onClick={() => {
            command(editor.state, editor.view.dispatch)
            editor.commands.focus()
          }}
        >
          {label}
        </Button>
      ))}
      <Button
        size="sm"
        variant="ghost"
        aria-pressed={attrs.lines !== false}
        onClick={() => set({ lines: attrs.lines === false })}
      >
        Lines
      </Button>
    </>
  )
}
