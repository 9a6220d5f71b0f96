/** The words of the recipient's page in one language. Addressing is polite, sentences are short. */
export interface Words {
  title: string
  forAddress: string
  notValid: { title: string; text: string }
  revoked: { title: string; text: string; leave: string; button: string; done: string }
  tooMany: { title: string; text(seconds: number): string }
  done: Record<'save' | 'unsubscribe' | 'resubscribe', string> & { leave(category: string): string }
  wrong: string
  came(category: string): string
  leave(category: string): string
  stopped: Record<'hard_bounce' | 'complaint' | 'manual', string>
  unsubscribed: { title: string; text: string; button: string }
  categories: {
    title: string
    channel: { email: string; push: string }
    by: { email(category: string): string; push(category: string): string }
    whole: { name: string; text: string }
    allBy: { email: string; push: string }
    always: string
  }
  quiet: {
    title: string
    toggle: string
    text: string
    from: string
    to: string
    missing: string
    same: string
  }
  locality: {
    title: string
    language: string
    noLanguage: string
    timezone: string
    noTimezone(zone: string): string
    notKnown: string
  }
  push: PushTexts
  save: string
  all: { title: string; text(categories: string): string; button: string }
  yours: string
  /** English texts of the categories that come with Posthorn, in this language. */
  ownWords: Readonly<Record<string, string>>
}

/** Of the part that runs in the browser: texts alone, for they go there with the page. */
export interface PushTexts {
  title: string
  looking: string
  blocked: string
  off: string
  on: string
  turnOn: string
  turnOff: string
  /** Followed by what the browser says. */
  failed: string
  noScript: string
  impossible: Record<'insecure' | 'home-screen' | 'unsupported', string>
}
