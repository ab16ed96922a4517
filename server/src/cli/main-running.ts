/** The command `running` as a program of its own: all of the command line that the extension runs, and so has in it. */
import { answer } from './answer.ts';
import { running } from './commands/running.ts';
import { runProgram } from './program.ts';

runProgram((words, world) => answer(['running', ...words], world, running));
