import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { cache } from 'react'
import { getDatabase } from '#server/db/pools.ts'
import { getEnv } from '#server/env.ts'
import { isDomainError } from '#server/errors.ts'
import { findPublicKey } from '#server/push/vapid.ts'
import { type RecipientPage, recipientPage } from '#server/recipients/page.ts'
import { appSecret } from '#server/sources/live.ts'
import { Choices } from '../_page/choices.tsx'
import { Frame } from '../_page/frame.tsx'
import { acceptedLanguages, type PageLanguage, pageLanguage, wordsIn } from '../_words/language.ts'
import { askedFor } from '../form.ts'

interface Props {
  params: Promise<{ token: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { words, page } = await loaded((await params).token)
  const title = page ? words.title : words.notValid.title
  return { title, description: null, referrer: 'no-referrer', robots: { index: false, follow: false } }
}

/** A recipient's own page, by the link in their mail. */
export default async function RecipientsPage({ params, searchParams }: Props) {
  const { token } = await params
  const { page, language, words } = await loaded(token)
  if (!page) {
    return (
      <Frame language={language} title={words.notValid.title}>
        <p className="text-pretty">{words.notValid.text}</p>
      </Frame>
    )
  }
  const { done, wrong, typed } = await searchParams
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
        done={askedFor(Array.isArray(done) ? done[0] : done)}
        wrong={new Set([wrong ?? []].flat())}
        typed={typeof typed === 'string' ? new URLSearchParams(typed) : null}
        defaultTimezone={getEnv().defaultTimezone}
        publicKey={page.user ? await publicKeyOrNull() : null}
      />
    </Frame>
  )
}

interface Loaded {
  /** Null: the link is not valid. */
  page: RecipientPage | null
  language: PageLanguage
  words: ReturnType<typeof wordsIn>
}

/** Once for a request, for the title and the page. */
const loaded = cache(async (token: string): Promise<Loaded> => {
  const accepted = acceptedLanguages((await headers()).get('accept-language'))
  const page = await pageOrNull(token)
  const language = pageLanguage(page?.user?.language ? [page.user.language, ...accepted] : accepted)
  return { page, language, words: wordsIn(language) }
})

async function pageOrNull(token: string): Promise<RecipientPage | null> {
  try {
    return await recipientPage({ db: getDatabase() }, appSecret(), token)
  } catch (error) {
    if (isDomainError(error)) return null
    throw error
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
