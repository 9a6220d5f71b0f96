import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { cache } from 'react'
import { getDatabase } from '#server/db/pools.ts'
import { getEnv } from '#server/env.ts'
import { isDomainError } from '#server/errors.ts'
import { findPublicKey } from '#server/push/vapid.ts'
import { type ClosedLink, closedLink } from '#server/recipients/closed-link.ts'
import { type RecipientPage, recipientPage } from '#server/recipients/page.ts'
import { appSecret } from '#server/sources/live.ts'
import { answerWith } from '#server/web/page-answer.ts'
import { Choices } from '../_page/choices.tsx'
import { Revoked } from '../_page/closed.tsx'
import { Frame } from '../_page/frame.tsx'
import { acceptedLanguages, type PageLanguage, pageLanguage, wordsIn } from '../_words/language.ts'
import type { Words } from '../_words/words.ts'
import { askedFor } from '../form.ts'
import { countInvalid } from '../limited.ts'

interface Props {
  params: Promise<{ token: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await loaded((await params).token)
  return {
    title: found.kind === 'page' ? found.words.title : closedWords(found).title,
    description: null,
    referrer: 'no-referrer',
    robots: { index: false, follow: false },
  }
}

/** A recipient's own page, by the link in their mail. */
export default async function RecipientsPage({ params, searchParams }: Props) {
  const { token } = await params
  const found = await loaded(token)
  const { language, words } = found
  const { done, wrong, typed } = await searchParams
  const asked = askedFor(Array.isArray(done) ? done[0] : done)
  if (found.kind !== 'page') {
    const { title, text } = closedWords(found)
    return (
      <Frame language={language} title={title}>
        {found.kind === 'revoked' ? (
          <Revoked
            token={token}
            words={words.revoked}
            mayLeave={found.mayLeave}
            hasLeft={asked === 'leave'}
          />
        ) : (
          <p className="text-pretty">{text}</p>
        )}
      </Frame>
    )
  }
  const { page } = found
  return (
    <Frame
      language={language}
      title={words.title}
      below={
        <>
          {words.forAddress} <strong className="break-all font-medium text-ink">{page.address}</strong>
        </>
      }
    >
      <Choices
        token={token}
        page={page}
        words={words}
        done={asked}
        wrong={new Set([wrong ?? []].flat())}
        typed={typeof typed === 'string' ? new URLSearchParams(typed) : null}
        defaultTimezone={getEnv().defaultTimezone}
        publicKey={page.user ? await publicKeyOrNull() : null}
      />
    </Frame>
  )
}

/** `wait`: seconds. */
type Closed = ClosedLink | { kind: 'too_many'; wait: number }
type Found = { kind: 'page'; page: RecipientPage } | Closed
type InWords<T> = T & { language: PageLanguage; words: Words }

function closedWords(found: InWords<Closed>): { title: string; text: string } {
  const { notValid, revoked, tooMany } = found.words
  if (found.kind === 'too_many') return { title: tooMany.title, text: tooMany.text(found.wait) }
  return found.kind === 'revoked' ? revoked : notValid
}

/** Once for a request, for the title and the page; sets the answer's status. */
const loaded = cache(async (token: string): Promise<InWords<Found>> => {
  const asking = await headers()
  const found = await find(token, asking)
  if (found.kind === 'unknown') answerWith(404)
  if (found.kind === 'revoked') answerWith(410)
  if (found.kind === 'too_many') answerWith(429, { 'Retry-After': String(found.wait) })
  const accepted = acceptedLanguages(asking.get('accept-language'))
  const own = found.kind === 'page' ? found.page.user?.language : null
  const language = pageLanguage(own ? [own, ...accepted] : accepted)
  return { ...found, language, words: wordsIn(language) }
})

async function find(token: string, asking: Pick<Headers, 'get'>): Promise<Found> {
  const db = getDatabase()
  try {
    return { kind: 'page', page: await recipientPage({ db }, appSecret(), token) }
  } catch (error) {
    if (!isDomainError(error)) throw error
    const closed = (await closedLink(db, appSecret(), token)) ?? { kind: 'unknown' }
    const wait = closed.kind === 'unknown' ? countInvalid(asking) : 0
    return wait > 0 ? { kind: 'too_many', wait } : closed
  }
}

/** Without a key nobody can subscribe; the rest of the page needs none. */
async function publicKeyOrNull(): Promise<string | null> {
  try {
    return await findPublicKey(getDatabase().orm, getEnv())
  } catch (error) {
    if (isDomainError(error)) return null
    throw error
  }
}
