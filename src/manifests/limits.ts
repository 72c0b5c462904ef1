/** What one file, URL or standard input may hold. A Kubernetes object itself may have about 3 MiB. */
export const MOST_BYTES = 10 * 1024 * 1024;
/** Documents of one file. */
export const MOST_DOCUMENTS = 10_000;
/** Values of one document, aliases counted as often as they are used. */
export const MOST_VALUES = 1_000_000;
/** Characters of the strings and keys of one document, aliases counted as often as they are used. */
export const MOST_CHARACTERS = 20 * 1024 * 1024;
/** Lists and objects inside each other. */
export const DEEPEST = 1_000;
