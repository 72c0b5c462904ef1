const PRINTABLE = /^[\x20-\x7e]*$/;

/** Whether a text is printable ASCII alone, as most is: nothing in it needs showing, and each character is one cell. */
export const isPrintableAscii = (text: string): boolean => PRINTABLE.test(text);

const OTHER = /[^\x20-\x7e\n\t]/;

/** The same of a text of many lines, which may have tabs. */
export const arePrintableAsciiLines = (text: string): boolean => !OTHER.test(text);
