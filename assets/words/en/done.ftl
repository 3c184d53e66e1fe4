# The end of a set-up.
done-title = "{ $name }" is saved
done-connection = The connection, without keys:
done-next = Next
done-does-pull = Copy its lists into the mirror
done-does-test = Test it again
done-does-export = Write a list to a file
done-does-undo = Undo this change
done-sandbox = This is the sandbox: its servers end with this program, and then these commands find nobody.
done-in-the-product = In { $product }
done-another = Another connection
done-stop-and-finish = Stop and finish
done-finish = Finish
