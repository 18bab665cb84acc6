// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.record.ItemKind;
import io.forensix.text.Structure.Text;
import io.forensix.timeline.Payload;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes of bpf(2), of which the command says which structure they are. */
final class BpfText {
  private static final Set<String> NAMES = Set.of("license", "pathname", "name");
  private static final String NEXT = "next_id";

  /** Those that have the structure of another, or one that does not bear their name. */
  private static final Map<String, String> STRUCTURES =
      Map.of(
          "BPF_MAP_LOOKUP_AND_DELETE_ELEM", "bpf_map_lookup_elem",
          "BPF_OBJ_GET", "bpf_obj_pin",
          "BPF_PROG_GET_NEXT_ID", "bpf_get_next_id",
          "BPF_MAP_GET_NEXT_ID", "bpf_get_next_id",
          "BPF_BTF_GET_NEXT_ID", "bpf_get_next_id",
          "BPF_LINK_GET_NEXT_ID", "bpf_get_next_id",
          "BPF_PROG_GET_FD_BY_ID", "bpf_prog_get_fd",
          "BPF_MAP_GET_FD_BY_ID", "bpf_map_get_fd",
          "BPF_RAW_TRACEPOINT_OPEN", "bpf_raw_tracepoint");

  private BpfText() {}

  /**
   * Writes the attributes.
   *
   * @param payloads the attributes, then the program and its license or a name, and, where the call
   *     has come back well, the attributes as they are then
   * @return whether it is known what they are
   */
  static boolean attributes(Line line, long command, List<Payload> payloads, boolean done) {
    String name = Constants.need("bpf_cmd").name((int) command);
    if (name == null) {
      return false;
    }
    Structure structure =
        Structures.get(line.abi(), STRUCTURES.getOrDefault(name, name.toLowerCase(Locale.ROOT)));
    Bytes given = new Bytes(payloads.get(0).bytes());
    if (structure == null) {
      given.data(line);
      return true;
    }
    boolean nested = name.equals("BPF_RAW_TRACEPOINT_OPEN");
    line.add(nested ? "{raw_tracepoint=" : "");
    Payload text = Vectors.first(payloads, ItemKind.CSTR);
    Bytes after = done ? new Bytes(payloads.get(payloads.size() - 1).bytes()) : given;
    structure.print(line, given, field -> instead(field, text, after));
    line.add(nested ? "}" : "");
    return true;
  }

  private static @Nullable Text instead(String field, @Nullable Payload text, Bytes after) {
    if (text != null && !text.faulted() && NAMES.contains(field)) {
      return (line, at) -> new Bytes(text.bytes()).data(line);
    }
    if (field.equals(NEXT)) {
      return (line, at) -> {
        line.unsigned(at.unsigned(0, 4));
        if (after.has(4, 4) && after.unsigned(4, 4) != at.unsigned(0, 4)) {
          line.add(" => ").unsigned(after.unsigned(4, 4));
        }
      };
    }
    return null;
  }
}
