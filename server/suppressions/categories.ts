/**
 * Mail that somebody waits for: it carries no unsubscribe link, and goes out also to those who unsubscribed. All other
 * categories need the link (RFC 8058; Gmail's and Yahoo's rules for senders, 2024).
 */
export const essentialCategories: readonly string[] = ['security', 'transactional', 'appointments', 'orders']

/** Whether a mail of this category must offer a way to unsubscribe. */
export const needsUnsubscribe = (category: string): boolean => !essentialCategories.includes(category)
