const names: Record<string, string> = { inbox: 'Inbox', smtp: 'SMTP', resend: 'Resend' }

/** A provider as people call it. */
export const providerName = (name: string): string => names[name] ?? name
