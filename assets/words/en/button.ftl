# Buttons that many screens have.
button-back = Back
button-next = Next
button-stop = Stop
