# Running a program with a login.
exec-demo = --demo ends when exec puts another program in its place, and its simulated PSAs with it
exec-demo-next = Start psa-connect sandbox in another terminal, and save a connection to it.
exec-inside = this program was itself started by psa-connect exec, for { $outer }
exec-inside-next = Use the login that is in the environment already, or start with: env -u { $marker }
exec-no-program = there is no program { $program }
exec-no-program-next = Check its name after --, and PATH. The program stands alone, its arguments are words of their own.
exec-cannot-run = the program { $program } cannot be run: { $error }
exec-cannot-run-next = Check with ls -l that it is a program and that this account may run it.
