/** The program that the scripts start. */
export const PROGRAM = 'qemu-system-x86_64';
