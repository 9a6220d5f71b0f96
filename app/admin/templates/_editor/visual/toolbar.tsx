'use client'

import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import {
  AlignCenter,
  AlignLeft,
  AlignRight,
  Bold,
  Braces,
  Code,
  Italic,
  Link,
  List,
  ListOrdered,
  type LucideIcon,
  Quote,
  Redo2,
  Strikethrough,
  Underline,
  Undo2,
} from 'lucide-react'
import { memo } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Select } from '#app/_components/ui/select.tsx'
import { Tooltip } from '#app/_components/ui/tooltip.tsx'
import { around, setAttributes } from './insert.ts'
import { InsertMenu } from './insert-menu.tsx'
import type { AskFor } from './slash-items.ts'

interface ToolbarProps {
  editor: Editor
  askFor: AskFor
}

const KINDS = [
  { value: 'paragraph', label: 'Text' },
  { value: 'large', label: 'Large text' },
  { value: 'small', label: 'Small text' },
  { value: 'muted', label: 'Quiet text' },
  { value: 'h1', label: 'Heading 1' },
  { value: 'h2', label: 'Heading 2' },
  { value: 'h3', label: 'Heading 3' },
]

function setKind(editor: Editor, kind: string): void {
  const chain = editor.chain().focus()
  if (kind.startsWith('h')) chain.setHeading({ level: Number(kind[1]) as 1 | 2 | 3 }).run()
  else
    chain
      .setParagraph()
      .updateAttributes('paragraph', { look: kind === 'paragraph' ? null : kind })
      .run()
}

type Side = 'left' | 'center' | 'right'

function align(editor: Editor, side: Side): void {
  const value = side === 'left' ? null : side
  const place = around(editor, 'tableCell', 'tableHeader', 'button', 'image')
  if (place) setAttributes(editor, place.pos, { align: value })
  else
    editor
      .chain()
      .updateAttributes('paragraph', { align: value })
      .updateAttributes('heading', { align: value })
      .run()
  editor.commands.focus()
}

function sideOf(editor: Editor): Side {
  const place = around(editor, 'tableCell', 'tableHeader', 'button', 'image', 'paragraph', 'heading')
  return ((place && editor.state.doc.nodeAt(place.pos)?.attrs.align) ?? 'left') as Side
}

function stateOf({ editor }: { editor: Editor }) {
  const { look } = editor.getAttributes('paragraph')
  return {
    kind: editor.isActive('heading') ? `h${editor.getAttributes('heading').level}` : (look ?? 'paragraph'),
    side: sideOf(editor),
    canUndo: editor.can().undo(),
    canRedo: editor.can().redo(),
    bold: editor.isActive('bold'),
    italic: editor.isActive('italic'),
    underline: editor.isActive('underline'),
    strike: editor.isActive('strike'),
    code: editor.isActive('code'),
    link: editor.isActive('link'),
    bulletList: editor.isActive('bulletList'),
    orderedList: editor.isActive('orderedList'),
    blockquote: editor.isActive('blockquote'),
  }
}

interface ToolProps {
  label: string
  keys?: string
  icon: LucideIcon
  isOn?: boolean
  disabled?: boolean
  onClick: () => void
}

function Tool({ label, keys, icon: Icon, isOn, disabled = false, onClick }: ToolProps) {
  return (
    <Tooltip content={keys ? `${label} (${keys})` : label}>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={label}
        {...(isOn === undefined ? {} : { 'aria-pressed': isOn })}
        disabled={disabled}
        className={isOn ? 'bg-hover text-ink' : ''}
        // The text keeps its selection.
        onMouseDown={(event) => event.preventDefault()}
        onClick={onClick}
      >
        <Icon aria-hidden />
      </Button>
    </Tooltip>
  )
}

const Gap = () => <span aria-hidden className="mx-1 h-5 w-px bg-border" />

/** How the text is written; what is put in stands in Insert, and at `/` in the text. Kept from a render for each key. */
export const Toolbar = memo(function Toolbar({ editor, askFor }: ToolbarProps) {
  const state = useEditorState({ editor, selector: stateOf })
  const chain = () => editor.chain().focus()
  return (
    <div role="toolbar" aria-label="Text" className="flex flex-wrap items-center gap-0.5 px-2 py-1.5">
      <Tool
        label="Undo"
        keys="Ctrl Z"
        icon={Undo2}
        disabled={!state.canUndo}
        onClick={() => chain().undo().run()}
      />
      <Tool
        label="Redo"
        keys="Ctrl Shift Z"
        icon={Redo2}
        disabled={!state.canRedo}
        onClick={() => chain().redo().run()}
      />
      <Gap />
      <Select
        aria-label="Kind of text"
        className="w-32"
        value={state.kind}
        options={KINDS}
        onChange={({ target }) => setKind(editor, target.value)}
      />
      <Gap />
      <Tool
        label="Bold"
        keys="Ctrl B"
        icon={Bold}
        isOn={state.bold}
        onClick={() => chain().toggleBold().run()}
      />
      <Tool
        label="Italic"
        keys="Ctrl I"
        icon={Italic}
        isOn={state.italic}
        onClick={() => chain().toggleItalic().run()}
      />
      <Tool
        label="Underline"
        keys="Ctrl U"
        icon={Underline}
        isOn={state.underline}
        onClick={() => chain().toggleUnderline().run()}
      />
      <Tool
        label="Strike through"
        icon={Strikethrough}
        isOn={state.strike}
        onClick={() => chain().toggleStrike().run()}
      />
      <Tool label="Code" icon={Code} isOn={state.code} onClick={() => chain().toggleCode().run()} />
      <Tool
        label="Link"
        icon={Link}
        isOn={state.link}
        onClick={() => {
          if (!state.link) editor.chain().focus().setLink({ href: '' }).run()
          askFor('link.href')
        }}
      />
      <Gap />
      <Tool
        label="Align left"
        icon={AlignLeft}
        isOn={state.side === 'left'}
        onClick={() => align(editor, 'left')}
      />
      <Tool
        label="Align centre"
        icon={AlignCenter}
        isOn={state.side === 'center'}
        onClick={() => align(editor, 'center')}
      />
      <Tool
        label="Align right"
        icon={AlignRight}
        isOn={state.side === 'right'}
        onClick={() => align(editor, 'right')}
      />
      <Gap />
      <Tool
        label="Bullet list"
        icon={List}
        isOn={state.bulletList}
        onClick={() => chain().toggleBulletList().run()}
      />
      <Tool
        label="Numbered list"
        icon={ListOrdered}
        isOn={state.orderedList}
        onClick={() => chain().toggleOrderedList().run()}
      />
      <Tool
        label="Quote"
        icon={Quote}
        isOn={state.blockquote}
        onClick={() => chain().toggleBlockquote().run()}
      />
      <Gap />
      <Tool label="Variable" keys="{" icon={Braces} onClick={() => chain().insertContent('{').run()} />
      <InsertMenu editor={editor} askFor={askFor} />
    </div>
  )
})
