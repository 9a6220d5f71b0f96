import type { Words } from './words.ts'

export const en: Words = {
  title: 'What you get',
  forAddress: 'Messages to',
  notValid: {
    title: 'This link is not valid',
    text: 'It may have been cut off on its way, or it is too old. Please use the link of a newer mail, or answer the mail.',
  },
  revoked: {
    title: 'This link is no longer valid',
    text: 'It no longer opens your page. Please use the link of a newer mail, or answer the mail.',
    leave: 'You can still unsubscribe here from the kind of mail that it stood in.',
    button: 'Unsubscribe from such mail',
    done: 'Done: no more mail of that kind.',
  },
  tooMany: {
    title: 'Please wait a moment',
    text: (seconds) =>
      `Too many requests came from your network just now. Please try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
  },
  done: {
    save: 'Saved. It holds from now on.',
    leave: (category) => `Done: no more “${category}” by e-mail.`,
    unsubscribe: 'Done: you get no optional mail any more.',
    resubscribe: 'You are subscribed again: your choices below hold.',
  },
  wrong: 'Not saved yet: please look at the field that is marked.',
  came: (category) => `The mail that brought you here is of the kind “${category}”.`,
  leave: (category) => `Unsubscribe from “${category}”`,
  stopped: {
    hard_bounce: 'We send no mail to this address at present, because one came back as undeliverable.',
    complaint: 'We send no mail to this address, because one was reported as spam.',
    manual: 'Mail to this address has been stopped by its sender.',
  },
  unsubscribed: {
    title: 'You are unsubscribed from all optional mail',
    text: 'You can subscribe again, or switch on below only what you want.',
    button: 'Subscribe again',
  },
  categories: {
    title: 'What, and how',
    channel: { email: 'E-mail', push: 'Push' },
    by: { email: (category) => `${category} by e-mail`, push: (category) => `${category} by push` },
    whole: { name: 'Everything', text: 'Off stops all but what is always sent.' },
    allBy: { email: 'Everything by e-mail', push: 'Everything by push' },
    always: 'Always sent',
  },
  quiet: {
    title: 'Quiet hours',
    toggle: 'Keep messages back in these hours',
    text: 'What comes then waits until they end. Only what can’t wait, such as security, comes at once.',
    from: 'From',
    to: 'To',
    missing: 'Please choose a time.',
    same: 'Please choose a time other than the first.',
  },
  locality: {
    title: 'Language and time',
    language: 'Language of messages',
    noLanguage: 'As the sender writes',
    timezone: 'Time zone',
    noTimezone: (zone) => `As the sender’s (${zone})`,
    notKnown: 'This is not known here. Please choose another.',
  },
  push: {
    title: 'Push in this browser',
    looking: 'Looking whether this browser gets notifications…',
    blocked:
      'This browser blocks notifications from this site. To allow them, open the site’s settings beside the address, set notifications to “Allow”, and load the page again.',
    off: 'This browser does not get notifications.',
    on: 'This browser gets notifications.',
    turnOn: 'Get notifications in this browser',
    turnOff: 'Stop them in this browser',
    failed: 'That did not work:',
    noScript: 'Notifications need JavaScript.',
    impossible: {
      insecure: 'Notifications need an address that begins with https://.',
      'home-screen':
        'On an iPhone or iPad, notifications come to pages on the Home Screen only: share this page, choose “Add to Home Screen”, and open it from there.',
      unsupported: 'This browser has no notifications from web pages. Another one may.',
    },
  },
  save: 'Save',
  all: {
    title: 'All optional mail',
    text: (categories) => `Stops ${categories} by e-mail, and whatever else is optional.`,
    button: 'Unsubscribe from all optional mail',
  },
  yours: 'This page is yours by the link in your mail. Whoever has the link can change these choices.',
  ownWords: {},
}
