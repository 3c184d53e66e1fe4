# Renaming, moving and undoing.
named-renamed = { $name } is called { $to } now. Its keys stay where they are.
named-store-unusable = the store "{ $store }" cannot be used on this host now
named-store-unusable-next = See the stores and where each setting comes from with: psa-connect doctor
named-moved = The keys of { $name } are in { $place } now, and nowhere else.
named-undone = { $name } is as it was before the last save. What was saved last is kept: another undo brings it back.
named-undone-with-keys = { $name } is as it was before the last save, with the keys of { $ago }. What was saved last is kept: another undo brings it back.
named-test-them = Whether its keys still work: psa-connect test { $name }
named-cannot-be-moved = the keys of { $name } cannot be moved there
named-moving = The keys of { $name } move from { $from } to { $to }: { $place }
named-move-not-asked = the keys of { $name } are moved only after a yes
named-add-force = Add --force.
named-move-them = Move them?
named-see-names = See the names with: psa-connect list
