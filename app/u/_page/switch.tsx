import { cn } from '#app/_components/ui/cn.ts'

export interface SwitchProps {
  /** What it is for those who don't see where it stands. */
  label: string
  /** Its name in the form (`switchName`). */
  name: string
  /** As it is kept now. */
  isOn: boolean
  /** As it was typed, when the page is shown again. */
  checked: boolean
  className?: string
}

/** A checkbox that looks like a switch, in an area that a thumb hits. */
export function Switch({ label, name, isOn, checked, className }: SwitchProps) {
  return (
    <label className={cn('grid size-12 cursor-pointer place-items-center', className)}>
      <span className="sr-only">{label}</span>
      <input type="hidden" name="shown" value={name} />
      {isOn ? <input type="hidden" name="was" value={name} /> : null}
      <input type="checkbox" name="on" value={name} defaultChecked={checked} className={switchClasses} />
    </label>
  )
}

export const switchClasses =
  'relative h-6 w-10 shrink-0 cursor-pointer appearance-none rounded-full bg-field transition-colors duration-100 before:absolute before:top-1 before:left-1 before:size-4 before:rounded-full before:bg-surface before:shadow-sm before:transition-transform before:duration-100 checked:bg-accent checked:before:translate-x-4 forced-colors:h-5 forced-colors:w-5 forced-colors:appearance-auto forced-colors:before:hidden'
