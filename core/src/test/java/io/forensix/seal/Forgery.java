// SPDX-License-Identifier: Apache-2.0
package io.forensix.seal;

import io.forensix.abi.fx_record;
import io.forensix.abi.fx_seal;
import io.forensix.record.LittleEndian;
import io.forensix.record.SealRecord;
import io.forensix.seal.SealedRecording.Laid;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What somebody without the keys may do to the records of a recording. */
enum Forgery {
  /** A byte of a record is another one. */
  CHANGED {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      Laid record = all.get(random.nextInt(all.size()));
      // Of its head, only whose it is: the rest is made anew by whoever is thorough.
      int from = START;
      record.bytes()[from + random.nextInt(record.bytes().length - from)] ^=
          (byte) (1 << random.nextInt(8));
    }
  },
  REMOVED {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      all.remove(random.nextInt(all.size()));
    }
  },
  MANY_REMOVED {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      int from = random.nextInt(all.size());
      all.subList(from, from + 1 + random.nextInt(all.size() - from)).clear();
    }
  },
  /** Two records of a CPU have changed places. */
  REORDERED {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      int one = random.nextInt(all.size());
      for (int two = one + 1; two < all.size(); two++) {
        if (all.get(two).cpu() == all.get(one).cpu()) {
          Laid earlier = all.get(one);
          all.set(one, all.get(two));
          all.set(two, earlier);
          return;
        }
      }
    }
  },
  /** A record that the kernel never wrote, among others. */
  ADDED {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      Laid like = plain(all, random);
      int last = lastSeal(all, like.cpu());
      all.add(random.nextInt(last), like.copy());
    }
  },
  /** After all the kernel wrote. */
  APPENDED {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      all.add(plain(all, random).copy());
    }
  },
  SEALS_DROPPED {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      all.removeIf(Laid::isSeal);
    }
  },
  A_SEAL_DROPPED {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      all.remove(all.indexOf(seal(all, random)));
    }
  },
  /** A seal stands elsewhere in its ring. */
  SEAL_MOVED {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      Laid seal = seal(all, random);
      int from = all.indexOf(seal);
      all.remove(from);
      int to = random.nextInt(all.size());
      all.add(to, seal);
    }
  },
  /** What lies between two seals stands there twice. */
  REPLAYED {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      Laid seal = seal(all, random);
      int to = all.indexOf(seal);
      List<Laid> stretch = new ArrayList<>();
      for (int i = Math.max(0, to - random.nextInt(20)); i <= to; i++) {
        if (all.get(i).cpu() == seal.cpu()) {
          stretch.add(all.get(i).copy());
        }
      }
      all.addAll(to + 1 + random.nextInt(all.size() - to), stretch);
    }
  },
  /** The seal after a change is made anew, with a key that is not the kernel's. */
  RESEALED {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      CHANGED.forge(all, random);
      for (Laid record : all) {
        if (record.isSeal() && random.nextBoolean()) {
          byte[] mac = new byte[SealRecord.KEY_BYTES];
          random.nextBytes(mac);
          System.arraycopy(mac, 0, record.bytes(), SealRecord.MAC, mac.length);
        }
      }
    }
  },
  /** It ends sooner: one CPU, at any record. */
  CPU_CUT {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      Laid from = all.get(random.nextInt(all.size()));
      int at = all.indexOf(from);
      for (int i = all.size() - 1; i >= at; i--) {
        if (all.get(i).cpu() == from.cpu()) {
          all.remove(i);
        }
      }
    }
  },
  /** It ends sooner, all CPUs at one moment. */
  CUT {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      all.subList(random.nextInt(all.size()), all.size()).clear();
    }
  },
  /** It ends sooner, and an earlier seal is to look like a last one. */
  CUT_AND_ENDED {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      all.subList(all.size() / 4 + random.nextInt(all.size() / 2), all.size()).clear();
      for (int cpu = 0; cpu < 2; cpu++) {
        int last = lastSeal(all, cpu);
        if (last >= 0) {
          LittleEndian.put32(all.get(last).memory(), fx_seal.flags$offset(), 2);
        }
      }
    }
  },
  BEGINNING_CUT {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      all.subList(0, 3 + random.nextInt(all.size() - 3)).clear();
    }
  },
  /** A record is of another CPU. */
  OTHER_CPU {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      int at = random.nextInt(all.size());
      Laid record = all.get(at);
      all.set(at, new Laid(1 - record.cpu(), record.copy().bytes()));
    }
  },
  /** The rings have changed their numbers. */
  RINGS_EXCHANGED {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      all.replaceAll(record -> new Laid(1 - record.cpu(), record.copy().bytes()));
    }
  },
  CPU_MISSING {
    @Override
    void forge(List<Laid> all, SplittableRandom random) {
      int cpu = random.nextInt(2);
      all.removeIf(record -> record.cpu() == cpu);
    }
  };

  private static final int START = (int) fx_record.start$offset();

  /** Does it, to records of two CPUs. */
  abstract void forge(List<Laid> all, SplittableRandom random);

  private static Laid plain(List<Laid> all, SplittableRandom random) {
    List<Laid> plain =
        all.stream().filter(record -> !record.isSeal() && record.bytes().length != 72).toList();
    return plain.get(random.nextInt(plain.size()));
  }

  private static Laid seal(List<Laid> all, SplittableRandom random) {
    List<Laid> seals = all.stream().filter(Laid::isSeal).toList();
    return seals.get(random.nextInt(seals.size()));
  }

  private static int lastSeal(List<Laid> all, int cpu) {
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).isSeal() && all.get(i).cpu() == cpu) {
        return i;
      }
    }
    return -1;
  }
}
