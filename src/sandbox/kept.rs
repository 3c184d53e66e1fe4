//! Answers that were worked out once and may be asked for again, up to so many bytes; the longest unused go first.

use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// What is kept.
#[derive(Debug)]
pub(super) struct Kept<K, V> {
    most_bytes: usize,
    inner: Mutex<Inner<K, V>>,
}

#[derive(Debug)]
struct Inner<K, V> {
    entries: HashMap<K, Entry<V>>,
    by_use: BTreeMap<u64, K>,
    uses: u64,
    bytes: usize,
}

#[derive(Debug)]
struct Entry<V> {
    value: V,
    bytes: usize,
    used: u64,
}

impl<K: Clone + Eq + Hash, V: Clone> Kept<K, V> {
    /// Keeps up to this many bytes.
    pub(super) fn new(most_bytes: usize) -> Self {
        let inner = Inner { entries: HashMap::new(), by_use: BTreeMap::new(), uses: 0, bytes: 0 };
        Self { most_bytes, inner: Mutex::new(inner) }
    }

    /// What is kept under a key.
    pub(super) fn get(&self, key: &K) -> Option<V> {
        let mut inner = self.lock();
        inner.uses += 1;
        let now = inner.uses;
        let entry = inner.entries.get_mut(key)?;
        let before = std::mem::replace(&mut entry.used, now);
        let value = entry.value.clone();
        inner.by_use.remove(&before);
        inner.by_use.insert(now, key.clone());
        Some(value)
    }

    /// Keeps a value of so many bytes; one that is larger than everything allowed is not kept.
    pub(super) fn put(&self, key: K, value: V, bytes: usize) {
        if bytes > self.most_bytes {
            return;
        }
        let mut inner = self.lock();
        inner.uses += 1;
        let used = inner.uses;
        if let Some(before) = inner.entries.insert(key.clone(), Entry { value, bytes, used }) {
            inner.bytes -= before.bytes;
            inner.by_use.remove(&before.used);
        }
        inner.bytes += bytes;
        inner.by_use.insert(used, key);
        while inner.bytes > self.most_bytes {
            let Some((_, oldest)) = inner.by_use.pop_first() else { break };
            if let Some(gone) = inner.entries.remove(&oldest) {
                inner.bytes -= gone.bytes;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner<K, V>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Kept;

    #[test]
    fn what_was_not_used_longest_goes_first_when_it_is_too_much() {
        let kept = Kept::new(10);
        kept.put("a", 1, 4);
        kept.put("b", 2, 4);
        assert_eq!(kept.get(&"a"), Some(1));
        kept.put("c", 3, 4);
        assert_eq!([kept.get(&"a"), kept.get(&"b"), kept.get(&"c")], [Some(1), None, Some(3)]);
        kept.put("d", 4, 11);
        assert_eq!(kept.get(&"d"), None);
        kept.put("a", 5, 10);
        assert_eq!([kept.get(&"a"), kept.get(&"c")], [Some(5), None]);
    }
}
