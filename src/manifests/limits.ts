/**
 * What one file, URL or standard input may hold. A Kubernetes object itself may have about 3 MiB; a large cluster's list
 * of EndpointSlices has tens.
 */
export const MOST_BYTES = 64 * 1024 * 1024;
/** Values of all JSON objects of one input; a list of 5,000 EndpointSlices with ten endpoints each has two million. */
export const MOST_JSON_VALUES = 5_000_000;
/** Characters that are no JSON objects: YAML takes many times as long to read, and nobody lists a cluster in it. */
export const MOST_YAML_CHARACTERS = 10 * 1024 * 1024;
/** Documents of one file. */
export const MOST_DOCUMENTS = 10_000;
/** Values of one YAML document, aliases counted as often as they are used. */
export const MOST_VALUES = 1_000_000;
/** Characters of the strings and keys of one YAML document, aliases counted as often as they are used. */
export const MOST_CHARACTERS = 20 * 1024 * 1024;
/** Lists and objects inside each other. */
export const DEEPEST = 1_000;
