/** All bounds, also in docs/limits.md. Beyond them values are unknown, and written options are found. */

interface Limit {
  readonly value: number;
  readonly of: string;
  readonly loses: string;
}

function row(value: number, of: string, loses: string): Limit {
  return { value, of, loses };
}

/** In the page's order; one serves everything of its kind. */
export const TABLE = {
  nesting: row(64, 'Nesting', 'Deeper brackets, quotes, expansions and conditions are not read'),
  depth: row(
    16,
    'Nesting',
    'Deeper chains are not followed: a text in a text, a file that a file brings in, a program that a program runs, a make of a make, a class of a class',
  ),
  few: row(
    4,
    'Nesting',
    'Strings of commands inside deeper strings are not followed, nor is a command after more unknown words',
  ),
  steps: row(
    32,
    'Steps',
    'A value is unknown after more rounds of a loop, nested calls, branches or names',
  ),
  branches: row(
    24,
    'Steps',
    'Further branches on the path of a value are ignored, so some impossible combinations count as possible',
  ),
  values: row(
    32,
    'Values',
    'A name with more values keeps the first ones and an unknown one; a hover does not compare further machines',
  ),
  kept: row(
    8,
    'Values',
    'Further values of a name that has too many; further arguments, machines and targets of one statement; further machines at the cursor; further settings files that extend each other',
  ),
  combinations: row(
    64,
    'Values',
    'Further combinations (command lines, words from braces, strings) become one combination with unknown values',
  ),
  several: row(16, 'Values', 'Further names, texts and options of one command, expression or exit'),
  definitions: row(
    200,
    'Values',
    'Further definitions of a name; further files and places; further tokens of a statement around a port; further unchecked files are counted, not named',
  ),
  group: row(500, 'Values', 'Further words, variables and arms of one value, statement or text'),
  pieces: row(2_000, 'Values', 'A value with more pieces, or a list with more items, is unknown'),
  text: row(
    4_000,
    'Text',
    'In a longer text, the result of a search, replacement or repeated format is unknown',
  ),
  many: row(
    10_000,
    'Text',
    'Further words of a command, lines of a script, characters of a word or option, and places that name a port',
  ),
  trials: row(
    20_000,
    'Text',
    'If a match or combination takes more attempts, its result is unknown',
  ),
  brokenLength: row(
    200_000,
    'Text',
    'Characters beyond this in a Python file with a syntax error are not read; YAML quotes over several lines are not read, once the reader has repeated so many characters',
  ),
  statements: row(
    150_000,
    'Text',
    'Further statements of a script are read line by line; further lines of a config file are not read',
  ),
  work: row(
    1_000_000,
    'Any document',
    'Fuel for the whole analysis; a short text gets 140,000 and 4 for each character. In the last quarter nothing runs again; after it nothing is followed',
  ),
  words: row(
    30_000,
    'Any document',
    'Further words, headers and keys of all command lines together; each machine counts as 15 words',
  ),
  findings: row(
    1_000,
    'Any document',
    'Further findings of one rule are not shown, but _Fix All_ fixes them',
  ),
  files: row(
    1_000,
    'Any document',
    'Further files that a document names are not read; a glob whose braces expand to more globs matches nothing',
  ),
  clients: row(
    300,
    'Any document',
    'If a port has more clients or monitors, no client follows a fix',
  ),
  fixRounds: row(
    64,
    'Any document',
    'Further rounds of _Fix All_ do not run; a round adds the fixes that the last one made possible',
  ),
  fixLength: row(
    500_000,
    'Any document',
    'Further rounds of _Fix All_ do not run, once all have read so many characters; a finding counts as 1,000',
  ),
  walkFiles: row(
    100_000,
    'Workspace',
    'Further files by name, and further files by content, are not looked at',
  ),
  fileBytes: row(
    1_048_576,
    'Workspace',
    'A larger file in a folder is not read, which is reported',
  ),
  includedBytes: row(
    8_388_608,
    'Workspace',
    'A larger file that a document names is not read, which is reported; nor are further ones, once those of a document have this size together',
  ),
  requestLength: row(
    33_554_432,
    'Workspace',
    'Further files that a document asks for at once are not read; the sum of their characters counts',
  ),
  sweepLength: row(
    67_108_864,
    'Workspace',
    'Further files of one check or _Fix All_ are left out, which is reported; the sum of their characters counts. With a larger index of git, no file counts as tracked',
  ),
  folders: row(200, 'Workspace', 'Deeper folders are not entered, which is reported'),
  scripts: row(
    2_000,
    'Workspace',
    'Further scripts are not searched for those that bring in an open file',
  ),
  users: row(
    64,
    'Workspace',
    'Further scripts that bring in the same open file are not analysed for it',
  ),
  ignoreSteps: row(
    400_000,
    'Workspace',
    'A `.gitignore` that takes more steps for a name is not used, which is reported',
  ),
  actionEdits: row(
    5_000,
    'Workspace',
    'Further fixes are not offered, once those of a request have so many edits',
  ),
  listPieces: row(
    50_000,
    'Lists',
    'Further names are unknown, once all values together have so many pieces',
  ),
  pythonAgain: row(2, 'Python', 'Loops nested deeper do not run a second time'),
  pythonLength: row(
    500_000,
    'Python',
    'Of a longer file only the statements within this length are read',
  ),
  yamlBefore: row(
    60_000,
    'YAML',
    'A `before_script:` is not run for further jobs, once its copies have so many characters',
  ),
} satisfies Readonly<Record<string, Limit>>;

/** A machine counts as so many words. */
export const MACHINE_WORDS = 15;

/** Values of bounds: `LIMITS.nesting`. */
export const LIMITS = Object.fromEntries(
  Object.entries(TABLE).map(([name, { value }]) => [name, value]),
) as Readonly<Record<keyof typeof TABLE, number>>;
