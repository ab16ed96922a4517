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
  nesting: row(
    64,
    'Nesting',
    'What brackets, quotes, expansions or conditions nest deeper is not read',
  ),
  depth: row(
    16,
    'Nesting',
    'Text inside of text, files that files bring in, programs that programs run, makes, classes: deeper ones are not followed',
  ),
  few: row(
    4,
    'Nesting',
    'The same of strings with commands in each other, and of unknown words or names in front of what counts',
  ),
  steps: row(
    32,
    'Steps',
    'Rounds of a loop, calls, branches, and names that a value comes through: then it is unknown',
  ),
  branches: row(24, 'Steps', 'Further branches on the way to a value: less excludes each other'),
  values: row(32, 'Values', 'With more values a name has the first of them and an unknown one'),
  kept: row(
    8,
    'Values',
    'As many values stay then; further values, arguments, machines and targets of one statement',
  ),
  combinations: row(
    64,
    'Values',
    'Further combinations of values are one with unknown values: command lines, words of braces, strings',
  ),
  several: row(
    16,
    'Values',
    'Further names, texts and options of one command, expression or way out',
  ),
  definitions: row(
    200,
    'Values',
    'Further definitions of a name, files and places; statements further apart, in tokens, are not one',
  ),
  group: row(
    500,
    'Values',
    'Further words, variables and arms that one value, statement or text has',
  ),
  pieces: row(2_000, 'Values', 'A value of more pieces, or a list of more items, is unknown'),
  text: row(
    4_000,
    'Text',
    'What a search, a replacement or a repeated format makes of a longer text is unknown',
  ),
  lineWords: row(
    10_000,
    'Text',
    'Further words of one command, lines of one script, characters of one word or option',
  ),
  trials: row(20_000, 'Text', 'What takes more trials to match or to combine is unknown'),
  statements: row(
    150_000,
    'Text',
    'Further statements of a script are read line by line, further lines of a config file not at all',
  ),
  work: row(
    1_000_000,
    'Any document',
    'Nothing is run again, at last nothing is followed; a short text has less, 140,000 and 4 for each character',
  ),
  words: row(
    30_000,
    'Any document',
    'Further words of all command lines, headers and keys; a machine counts as 15 words more',
  ),
  findings: row(
    1_000,
    'Any document',
    'Further findings of one rule are not shown; fixing all fixes them',
  ),
  files: row(1_000, 'Any document', 'Further files that a document names'),
  filesLength: row(8_388_608, 'Any document', 'Files behind so many characters of all together'),
  clients: row(300, 'Any document', 'With more clients or monitors on a port, none follows a fix'),
  fixRounds: row(64, 'Any document', 'Fixes that only earlier fixes make possible'),
  cursorMachines: row(
    8,
    'Any document',
    'Further machines and scripts that read the text at the cursor',
  ),
  hoverMachines: row(
    32,
    'Any document',
    'Further machines with the text of a hover are not compared',
  ),
  fixLength: row(
    500_000,
    'Any document',
    'The same, by characters that are read again; a finding counts as a thousand',
  ),
  walkFiles: row(
    100_000,
    'Workspace',
    'Further files, by their names, and as many by their content',
  ),
  fileBytes: row(
    1_048_576,
    'Workspace',
    'A longer file of a folder is not read, which is reported',
  ),
  includedBytes: row(
    8_388_608,
    'Workspace',
    'A longer file that a document names is not read, which is reported',
  ),
  requestLength: row(
    33_554_432,
    'Workspace',
    'Files that a document asks for behind so many characters at once',
  ),
  sweepLength: row(
    67_108_864,
    'Workspace',
    'Files of a check or a fix of all behind so many characters, which is reported',
  ),
  folders: row(200, 'Workspace', 'Deeper folders are not entered, which is reported'),
  scripts: row(2_000, 'Workspace', 'Further scripts that may bring in an open file'),
  extended: row(8, 'Workspace', 'Further settings files that one extends'),
  globs: row(1_000, 'Workspace', 'A glob whose braces stand for more globs matches nothing'),
  indexBytes: row(67_108_864, 'Workspace', 'Of a longer index of git no file counts as tracked'),
  listed: row(200, 'Workspace', 'Further files that are not checked are counted, not named'),
  portPlaces: row(10_000, 'Workspace', 'Further places that name one port'),
  users: row(64, 'Workspace', 'Further scripts that bring in one open file'),
  ignoreSteps: row(
    400_000,
    'Workspace',
    'A `.gitignore` with which a name takes more steps is not used, which is reported',
  ),
  actionEdits: row(5_000, 'Workspace', 'Fixes of one request behind so many edits'),
  listPieces: row(
    50_000,
    'Lists',
    'Names behind so many pieces of values are unknown: names made of each other multiply',
  ),
  pythonAgain: row(2, 'Python', 'Further loops in each other are not run a second time'),
  pythonLength: row(500_000, 'Python', 'A longer file is not read'),
  pythonBroken: row(200_000, 'Python', 'A longer file with a mistake is not read'),
  yamlBefore: row(
    60_000,
    'YAML',
    'Scripts that go in front of those of jobs, in characters of all',
  ),
  yamlReadAgain: row(200_000, 'YAML', 'The same, by characters'),
  makeReferences: row(
    10_000,
    'Makefile',
    'Values behind so many expanded references are unknown, in a long file one more for every other character',
  ),
  makeReferencesMost: row(100_000, 'Makefile', 'The same in any file'),
} satisfies Readonly<Record<string, Limit>>;

/** Values of bounds: `LIMITS.nesting`. */
export const LIMITS = Object.fromEntries(
  Object.entries(TABLE).map(([name, { value }]) => [name, value]),
) as Readonly<Record<keyof typeof TABLE, number>>;
