'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Count } from '#app/_components/number.tsx'
import { useRowKeys } from '#app/_components/row-keys.ts'
import { Badge } from '#app/_components/ui/badge.tsx'
import { Switch } from '#app/_components/ui/switch.tsx'
import { Table, TableBody, TableHead, Td, Th, Tr } from '#app/_components/ui/table.tsx'
import { useTRPC } from '#app/_trpc/client.tsx'
import { CategoryMenu } from './category-menu.tsx'
import { type Category, fixed, flags, flagWords } from './fields.ts'
import { useCategoryActions } from './use-categories.ts'

export interface CategoryRowsProps {
  categories: readonly Category[]
  /** False: they are shown only. */
  mayChange: boolean
  onEdit: (category: Category) => void
}

/** The categories in their order, what holds for each, and who uses it. */
export function CategoryRows({ categories, mayChange, onEdit }: CategoryRowsProps) {
  const trpc = useTRPC()
  const choices = useQuery(trpc.categories.choices.queryOptions(undefined, { staleTime: 60_000 }))
  const actions = useCategoryActions()
  const rows = useRowKeys<HTMLTableSectionElement>()
  const keys = categories.map(({ key }) => key)
  return (
    <Table label="Categories">
      <TableHead>
        <tr>
          <Th>Category</Th>
          {flags.map((flag) => (
            <Th key={flag} title={flagWords[flag].hint} className="w-0 text-center">
              {flagWords[flag].head}
            </Th>
          ))}
          <Th className="max-lg:hidden">Used by</Th>
          <Th numeric className="max-lg:hidden" title="Users who chose other than the default">
            Chose otherwise
          </Th>
          {mayChange ? (
            <Th className="w-0">
              <span className="sr-only">Actions</span>
            </Th>
          ) : null}
        </tr>
      </TableHead>
      <TableBody ref={rows}>
        {categories.map((category) => (
          <Tr key={category.key} className="has-data-row-link:cursor-default">
            <Td phone="main" className="max-md:whitespace-normal">
              <span className="flex flex-wrap items-baseline gap-x-2">
                <span className="font-medium">{category.name}</span>
                <code className="text-muted text-xs">{category.key}</code>
              </span>
              {category.description ? (
                <span className="block max-w-96 text-pretty text-muted text-xs">{category.description}</span>
              ) : null}
            </Td>
            <Td phone="detail" className="md:hidden">
              <Marks category={category} />
            </Td>
            {flags.map((flag) => {
              const why = fixed(category, flag)
              return (
                <Td key={flag} className="text-center">
                  {mayChange ? (
                    <Switch
                      label={`${category.name}: ${flagWords[flag].label}`}
                      checked={category[flag]}
                      disabled={why !== null}
                      title={why ?? undefined}
                      onCheckedChange={(on) => actions.turn(category, flag, on)}
                    />
                  ) : (
                    <span className={category[flag] ? 'font-medium' : 'text-muted'}>
                      {category[flag] ? 'Yes' : 'No'}
                    </span>
                  )}
                </Td>
              )
            })}
            <Td className="text-xs max-lg:hidden">
              <UsedBy category={category} />
            </Td>
            <Td numeric className="max-lg:hidden">
              {choices.data ? (
                <Count value={choices.data.users[category.key] ?? 0} estimate={choices.data.estimated} />
              ) : (
                '–'
              )}
            </Td>
            {mayChange ? (
              <Td phone="aside">
                <CategoryMenu
                  category={category}
                  keys={keys}
                  onEdit={() => onEdit(category)}
                  onOrder={(next) => actions.order.mutate({ keys: next })}
                  remove={actions.remove}
                />
              </Td>
            ) : null}
          </Tr>
        ))}
      </TableBody>
    </Table>
  )
}

/** What holds, where there is no room for switches. */
function Marks({ category }: { category: Category }) {
  const off = (['emailDefault', 'pushDefault'] as const).filter((flag) => !category[flag])
  return (
    <span className="flex flex-wrap gap-1 pt-1">
      {category.required ? <Badge>Required</Badge> : null}
      {category.critical ? <Badge tone="amber">Critical</Badge> : null}
      {category.unsubscribable ? <Badge>Unsubscribe link</Badge> : null}
      {off.map((flag) => (
        <Badge key={flag}>{flag === 'pushDefault' ? 'Push' : 'E-mail'} off by default</Badge>
      ))}
    </span>
  )
}

const several = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`

function UsedBy({ category: { key, workflows, templates } }: { category: Category }) {
  if (workflows.length + templates === 0) return <span className="text-muted">Nothing yet</span>
  const look = 'block whitespace-nowrap text-muted underline-offset-2 hover:text-ink hover:underline'
  return (
    <>
      {workflows.length > 0 ? (
        <Link
          href={`/admin/workflows?category=${encodeURIComponent(key)}`}
          title={workflows.map(({ name }) => name).join(', ')}
          className={look}
        >
          {several(workflows.length, 'workflow')}
        </Link>
      ) : null}
      {templates > 0 ? (
        <Link href={`/admin/templates?category=${encodeURIComponent(key)}`} className={look}>
          {several(templates, 'template')}
        </Link>
      ) : null}
    </>
  )
}
