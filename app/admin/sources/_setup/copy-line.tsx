import { Copyable } from '#app/_components/ui/copy-button.tsx'

/** An address or a secret on a line of its own, whole, with its copy button. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  return (
    <div className="grid gap-1">
      <span className="font-medium text-sm">{label}</span>
      <div className="flex min-w-0 items-center justify-between rounded-md border bg-sunken py-1 pr-1 pl-2.5">
        <Copyable
          value={value}
          label={label.toLowerCase()}
          className="w-full justify-between [&_code]:overflow-visible [&_code]:whitespace-normal [&_code]:break-all"
        />
      </div>
    </div>
  )
}
