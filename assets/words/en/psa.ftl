# The first step: which PSA.
psa-title = Which PSA do you want to connect?
psa-lead = Choose the one in which the API user will be made.
psa-before-you-begin = Before you begin
psa-none-chosen = No PSA is chosen yet.
psa-choose-one = Choose one first.
