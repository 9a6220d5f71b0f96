import { Count, formatCount } from '#app/_components/number.tsx'
import { ExactTime } from '#app/_components/relative-time.tsx'
import { Card } from '#app/_components/ui/card.tsx'
import { toneFill } from '#app/admin/_overview/chart-colours.ts'
import type { RouterOutputs } from '#server/trpc/root.ts'
import { refusedShare } from '../_list/rate.ts'

type Hour = RouterOutputs['sources']['get']['traffic'][number]

/** The last 24 hours: what was taken and refused, by the hour. */
export function TrafficCard({ traffic }: { traffic: readonly Hour[] }) {
  const accepted = traffic.reduce((sum, hour) => sum + hour.accepted, 0)
  const refused = traffic.reduce((sum, hour) => sum + hour.refused, 0)
  return (
    <Card title="Last 24 hours">
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        <Figure label="Accepted" value={<Count value={accepted} />} colour={toneFill.green} />
        <Figure label="Refused" value={<Count value={refused} />} colour={toneFill.red} />
        <Figure label="Error rate" value={refusedShare({ accepted, refused })} />
      </dl>
      {accepted + refused === 0 ? (
        <p className="mt-3 text-muted text-sm">Nothing was sent here in the last 24 hours.</p>
      ) : (
        <Bars traffic={traffic} />
      )}
    </Card>
  )
}

function Bars({ traffic }: { traffic: readonly Hour[] }) {
  const highest = Math.max(...traffic.map((hour) => hour.accepted + hour.refused))
  const share = (part: number) => `${(100 * part) / highest}%`
  return (
    <>
      <div aria-hidden className="mt-4 flex h-24 items-end gap-px border-b sm:gap-1">
        {traffic.map((hour, at) => (
          <div
            key={hour.from.getTime()}
            title={`${ago(traffic.length - 1 - at)}: ${formatCount(hour.accepted)} accepted, ${formatCount(hour.refused)} refused`}
            className="flex h-full flex-1 flex-col justify-end rounded-t-sm hover:bg-hover"
          >
            <Bar height={share(hour.refused)} colour={toneFill.red} />
            <Bar height={share(hour.accepted)} colour={toneFill.green} />
          </div>
        ))}
      </div>
      <div aria-hidden className="mt-1 flex justify-between text-2xs text-muted">
        <span>24 h ago</span>
        <span>now</span>
      </div>
      <table className="sr-only">
        <caption>Requests by hour</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Accepted</th>
            <th scope="col">Refused</th>
          </tr>
        </thead>
        <tbody>
          {traffic.map((hour) => (
            <tr key={hour.from.getTime()}>
              <td>
                <ExactTime at={hour.from} format="clock" />
              </td>
              <td>{hour.accepted}</td>
              <td>{hour.refused}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

const ago = (hours: number) => (hours === 0 ? 'This hour' : `${hours} h ago`)

/** Never so low that what is there can't be seen. */
function Bar({ height, colour }: { height: string; colour: string }) {
  return height === '0%' ? null : (
    <div style={{ height, background: colour }} className="min-h-0.5 w-full first:rounded-t-sm" />
  )
}

function Figure({ label, value, colour }: { label: string; value: React.ReactNode; colour?: string }) {
  return (
    <div className="grid">
      <dt className="flex items-center gap-1.5 text-muted text-xs">
        {colour ? (
          <span aria-hidden className="size-2.5 rounded-[3px]" style={{ background: colour }} />
        ) : null}
        {label}
      </dt>
      <dd className="font-semibold text-lg tabular-nums">{value}</dd>
    </div>
  )
}
