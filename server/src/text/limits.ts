/**
 * All bounds of reading and analysis; `npm run generate` writes them to docs/limits.md. Beyond a bound values
 * are unknown and text is not read, but written options are still found.
 */

/** `loses` says what is lost. */
interface Limit {
  readonly value: number;
  readonly of: string;
  readonly loses: string;
}

function row(value: number, of: string, loses: string): Limit {
  return { value, of, loses };
}

/** All bounds, in the order of the page. One bound serves everything of its kind. */
export const TABLE = {
  nesting: row(64, 'Nesting', 'Deeper brackets, quotes, expansions and conditions are not read'),
  depth: row(
    16,
    'Nesting',
    'Deeper texts in texts, files brought in by files, programs run by programs, makes and classes are not followed',
  ),
  few: row(
    4,
    'Nesting',
    'Deeper strings of commands are not followed, nor a command after more unknown words',
  ),
  steps: row(
    32,
    'Steps',
    'A value is unknown after more rounds of a loop, calls, branches or names',
  ),
  branches: row(
    24,
    'Steps',
    'Further branches on the path of a value are ignored, so fewer values exclude each other',
  ),
  values: row(
    32,
    'Values',
    'A name with more values keeps the first ones and an unknown one; further machines with the text of a hover are not compared',
  ),
  kept: row(
    8,
    'Values',
    'Further values of a name that has too many; further arguments, machines and targets of one statement; machines at the cursor; settings files that extend each other',
  ),
  combinations: row(
    64,
    'Values',
    'Further combinations (command lines, words from braces, strings) become one with unknown values',
  ),
  several: row(16, 'Values', 'Further names, texts and options of one command, expression or exit'),
  definitions: row(
    200,
    'Values',
    'Further definitions of a name, files and places; further tokens of a statement around a port; further files that are not checked are counted, not named',
  ),
  group: row(500, 'Values', 'Further words, variables and arms of one value, statement or text'),
  pieces: row(2_000, 'Values', 'A value with more pieces, or a list with more items, is unknown'),
  text: row(
    4_000,
    'Text',
    'The result of a search, replacement or repeated format in a longer text is unknown',
  ),
  lineWords: row(
    10_000,
    'Text',
    'Further words of one command, lines of one script, characters of one word or option, places that name one port',
  ),
  trials: row(
    20_000,
    'Text',
    'The result of a match or combination that takes more attempts is unknown',
  ),
  brokenLength: row(
    200_000,
    'Text',
    'A longer Python file with a syntax error is not read, nor are YAML quotes over several lines, by characters read again',
  ),
  statements: row(
    150_000,
    'Text',
    'Further statements of a script are read line by line; further lines of a config file are not read',
  ),
  work: row(
    1_000_000,
    'Any document',
    'Work in total: near the end nothing runs again, then nothing is followed. A short text gets 140,000, and 4 for each character',
  ),
  words: row(
    30_000,
    'Any document',
    'Further words, headers and keys of all command lines together; each machine counts as 15 words',
  ),
  findings: row(
    1_000,
    'Any document',
    'Further findings of one rule are not shown; _Fix All_ fixes them, too',
  ),
  files: row(
    1_000,
    'Any document',
    'Further files that a document names; a glob whose braces expand to more globs matches nothing',
  ),
  clients: row(
    300,
    'Any document',
    'If a port has more clients or monitors, no client follows a fix',
  ),
  fixRounds: row(
    64,
    'Any document',
    'Further rounds of fixes that only earlier fixes make possible',
  ),
  fixLength: row(
    500_000,
    'Any document',
    'Further rounds of fixes, by characters read again; a finding counts as 1,000',
  ),
  walkFiles: row(100_000, 'Workspace', 'Further files by name, and further files by content'),
  fileBytes: row(
    1_048_576,
    'Workspace',
    'A larger file in a folder is not read, which is reported',
  ),
  includedBytes: row(
    8_388_608,
    'Workspace',
    'A larger file that a document names is not read, which is reported; nor are further ones, once all of a document are so large',
  ),
  requestLength: row(
    33_554_432,
    'Workspace',
    'Further files that a document asks for at once, by their characters',
  ),
  sweepLength: row(
    67_108_864,
    'Workspace',
    'Further files of one check or _Fix All_, by their characters, which is reported; with a larger index of git, no file counts as tracked',
  ),
  folders: row(200, 'Workspace', 'Deeper folders are not entered, which is reported'),
  scripts: row(2_000, 'Workspace', 'Further scripts that may bring in an open file'),
  users: row(64, 'Workspace', 'Further scripts that bring in one open file'),
  ignoreSteps: row(
    400_000,
    'Workspace',
    'A `.gitignore` that takes more steps for one name is not used, which is reported',
  ),
  actionEdits: row(
    5_000,
    'Workspace',
    'Further fixes of one request, once they have so many edits',
  ),
  listPieces: row(
    50_000,
    'Lists',
    'Further names are unknown, once the values of names have so many pieces together',
  ),
  pythonAgain: row(2, 'Python', 'Loops nested deeper do not run a second time'),
  pythonLength: row(500_000, 'Python', 'A longer file is not read'),
  yamlBefore: row(
    60_000,
    'YAML',
    'Further scripts that run before those of jobs (`before_script:`), by their characters',
  ),
} satisfies Readonly<Record<string, Limit>>;

/** The words that a machine counts as. */
export const MACHINE_WORDS = 15;

/** Values of bounds: `LIMITS.nesting`. */
export const LIMITS = Object.fromEntries(
  Object.entries(TABLE).map(([name, { value }]) => [name, value]),
) as Readonly<Record<keyof typeof TABLE, number>>;
