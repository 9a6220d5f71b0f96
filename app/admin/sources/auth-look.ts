import type { Tone } from '#app/_components/ui/tone.ts'
import type { SourceAuth } from '#server/db/schema/sources.ts'

/** Who may send to a webhook source, in words: the one table of them. */
export const auths: readonly { auth: SourceAuth; word: string; tone: Tone; sentence: string }[] = [
  {
    auth: 'signature',
    word: 'Signature',
    tone: 'green',
    sentence:
      'Each request is signed with a secret (Standard Webhooks). Nobody can forge, change or replay one. The best choice wherever the sender can do it.',
  },
  {
    auth: 'key',
    word: 'API key',
    tone: 'blue',
    sentence: 'The sender shows an API key that may ingest. For senders that can set a header but not sign.',
  },
  {
    auth: 'open',
    word: 'Open',
    tone: 'amber',
    sentence:
      'Anybody who knows the address can send, and so cause mail in your name. Only for networks that nobody else reaches.',
  },
]

export const authLook = (auth: SourceAuth) => auths.find((one) => one.auth === auth) ?? auths[0]
