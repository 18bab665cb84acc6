// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/** Paths as bytes: they need be no text in any encoding. */
final class Paths {
  private Paths() {}

  static byte[] join(byte[] directory, byte[] relative) {
    byte[] whole = Arrays.copyOf(directory, directory.length + 1 + relative.length);
    whole[directory.length] = '/';
    System.arraycopy(relative, 0, whole, directory.length + 1, relative.length);
    return whole;
  }

  /** A path as it is seen from a root that the path leads through. */
  static byte[] below(byte[] root, byte[] path) {
    int length = root.length;
    if (length <= 1
        || path.length < length
        || !Arrays.equals(root, 0, length, path, 0, length)
        || (path.length > length && path[length] != '/')) {
      return path;
    }
    return path.length == length ? new byte[] {'/'} : Arrays.copyOfRange(path, length, path.length);
  }

  /** A whole path without empty parts, dots and double dots. */
  static byte[] plain(byte[] path) {
    Deque<byte[]> parts = new ArrayDeque<>();
    for (int at = 0; at < path.length; ) {
      int end = at;
      while (end < path.length && path[end] != '/') {
        end++;
      }
      byte[] part = Arrays.copyOfRange(path, at, end);
      at = end + 1;
      if (part.length == 2 && part[0] == '.' && part[1] == '.') {
        parts.pollLast();
      } else if (part.length > 1 || (part.length == 1 && part[0] != '.')) {
        parts.addLast(part);
      }
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream(path.length);
    for (Iterator<byte[]> all = parts.iterator(); all.hasNext(); ) {
      plain.write('/');
      plain.writeBytes(all.next());
    }
    return plain.size() == 0 ? new byte[] {'/'} : plain.toByteArray();
  }
}
