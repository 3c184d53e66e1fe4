# What is said below the screen for a while.
leave-nothing-before = There is nothing before this; Ctrl-C leaves
leave-no-text-here = Nothing here takes text: the paste was dropped
leave-no-field-here = No field has the focus, and none was filled in: Tab leads to the next
leave-enter-out = Enter was left out: press it again
leave-again = Press Ctrl-C again to leave
leave-again-unsaved = Press Ctrl-C again to leave; nothing was saved
