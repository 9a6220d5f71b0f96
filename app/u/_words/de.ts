import type { Words } from './words.ts'

export const de: Words = {
  title: 'Was Sie bekommen',
  forAddress: 'Nachrichten an',
  notValid: {
    title: 'Dieser Link gilt nicht',
    text: 'Vielleicht wurde er unterwegs abgeschnitten, oder er ist zu alt. Bitte nehmen Sie den Link einer neueren Mail oder antworten Sie auf die Mail.',
  },
  revoked: {
    title: 'Dieser Link gilt nicht mehr',
    text: 'Er öffnet Ihre Seite nicht mehr. Bitte nehmen Sie den Link einer neueren Mail oder antworten Sie auf die Mail.',
    leave: 'Mails der Art, in der er stand, können Sie hier weiterhin abbestellen.',
    button: 'Solche Mails abbestellen',
    done: 'Erledigt: Mails dieser Art kommen nicht mehr.',
  },
  tooMany: {
    title: 'Bitte warten Sie einen Moment',
    text: (seconds) =>
      `Aus Ihrem Netz kamen gerade zu viele Anfragen. Bitte versuchen Sie es in ${seconds} ${seconds === 1 ? 'Sekunde' : 'Sekunden'} noch einmal.`,
  },
  done: {
    save: 'Gespeichert. Es gilt ab sofort.',
    leave: (category) => `Erledigt: „${category}“ kommt nicht mehr per E-Mail.`,
    unsubscribe: 'Erledigt: Sie bekommen keine optionalen Mails mehr.',
    resubscribe: 'Sie bekommen wieder Mails, so wie unten gewählt.',
  },
  wrong: 'Noch nicht gespeichert: Bitte sehen Sie sich das markierte Feld an.',
  came: (category) => `Die Mail, aus der Sie kommen, gehört zu „${category}“.`,
  leave: (category) => `„${category}“ abbestellen`,
  stopped: {
    hard_bounce: 'An diese Adresse senden wir zurzeit nichts, weil eine Mail als unzustellbar zurückkam.',
    complaint: 'An diese Adresse senden wir nichts, weil eine Mail als Spam gemeldet wurde.',
    manual: 'Der Absender hat Mails an diese Adresse angehalten.',
  },
  unsubscribed: {
    title: 'Sie haben alle optionalen Mails abbestellt',
    text: 'Sie können sie wieder bestellen oder unten nur einschalten, was Sie möchten.',
    button: 'Wieder bestellen',
  },
  categories: {
    title: 'Was, und wie',
    channel: { email: 'E-Mail', push: 'Push' },
    by: { email: (category) => `${category} per E-Mail`, push: (category) => `${category} per Push` },
    whole: { name: 'Alles', text: 'Aus: Es kommt nur noch, was immer gesendet wird.' },
    allBy: { email: 'Alles per E-Mail', push: 'Alles per Push' },
    always: 'Kommt immer',
  },
  quiet: {
    title: 'Ruhezeiten',
    toggle: 'Nachrichten in dieser Zeit zurückhalten',
    text: 'Was dann ankommt, wartet bis zum Ende. Nur was nicht warten kann, etwa Sicherheit, kommt sofort.',
    from: 'Von',
    to: 'Bis',
    missing: 'Bitte wählen Sie eine Uhrzeit.',
    same: 'Bitte wählen Sie eine andere Uhrzeit als die erste.',
  },
  locality: {
    title: 'Sprache und Zeit',
    language: 'Sprache der Nachrichten',
    noLanguage: 'Wie der Absender schreibt',
    timezone: 'Zeitzone',
    noTimezone: (zone) => `Wie beim Absender (${zone})`,
    notKnown: 'Das kennen wir nicht. Bitte wählen Sie etwas anderes.',
  },
  push: {
    title: 'Push in diesem Browser',
    looking: 'Es wird nachgesehen, ob dieser Browser Nachrichten bekommt …',
    blocked:
      'Dieser Browser blockiert Nachrichten von dieser Seite. Um sie zu erlauben, öffnen Sie die Einstellungen der Seite neben der Adresse, stellen Sie Benachrichtigungen auf „Zulassen“ und laden Sie die Seite neu.',
    off: 'Dieser Browser bekommt keine Nachrichten.',
    on: 'Dieser Browser bekommt Nachrichten.',
    turnOn: 'In diesem Browser bekommen',
    turnOff: 'In diesem Browser abstellen',
    failed: 'Das ging nicht:',
    noScript: 'Dafür braucht es JavaScript.',
    impossible: {
      insecure: 'Dafür braucht es eine Adresse, die mit https:// beginnt.',
      'home-screen':
        'Auf iPhone und iPad bekommen nur Seiten auf dem Home-Bildschirm Nachrichten: Teilen Sie diese Seite, wählen Sie „Zum Home-Bildschirm“ und öffnen Sie sie von dort.',
      unsupported: 'Dieser Browser kennt keine Nachrichten von Webseiten. Ein anderer vielleicht schon.',
    },
  },
  save: 'Speichern',
  all: {
    title: 'Alle optionalen Mails',
    text: (categories) => `Hält ${categories} per E-Mail an, und was sonst noch optional ist.`,
    button: 'Alle optionalen Mails abbestellen',
  },
  yours: 'Diese Seite öffnet der Link in Ihrer Mail. Wer den Link hat, kann diese Auswahl ändern.',
  ownWords: {
    Security: 'Sicherheit',
    'Sign-ins, changed passwords and whatever else protects your account.':
      'Anmeldungen, geänderte Passwörter und was sonst Ihr Konto schützt.',
    Account: 'Konto',
    'Answers to what you did: welcome, receipts, confirmations.':
      'Antworten auf das, was Sie taten: Willkommen, Belege, Bestätigungen.',
    Appointments: 'Termine',
    'Your appointments: booked, moved, cancelled, soon.':
      'Ihre Termine: gebucht, verschoben, abgesagt, bald.',
    Orders: 'Bestellungen',
    'Your orders, payments and deliveries.': 'Ihre Bestellungen, Zahlungen und Lieferungen.',
    'Product news': 'Neues zum Produkt',
    'What is new, and how to get more out of it.': 'Was neu ist, und wie Sie mehr davon haben.',
    Offers: 'Angebote',
    'Offers and invitations.': 'Angebote und Einladungen.',
  },
}
