// SPDX-License-Identifier: Apache-2.0
package io.forensix.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What can be said of the device without the module; the guest's tests have one that is loaded. */
class DeviceTest {
  @Test
  void withoutTheModuleItSaysHowToLoadIt() {
    DeviceException refused = refusal("/dev/no-such-device");
    assertThat(refused.kind()).isEqualTo(DeviceException.Kind.NOT_LOADED);
    assertThat(refused).hasMessageContaining("forensix load");
  }

  @Test
  void anotherDeviceIsNotTakenForOne() {
    DeviceException refused = refusal("/dev/null");
    assertThat(refused.kind()).isEqualTo(DeviceException.Kind.FAILED);
    assertThat(refused).hasMessageContaining("FX_IOC_VERSION").hasMessageContaining("/dev/null");
  }

  @Test
  void eachErrnoOfAnOpenHasItsKind() {
    assertThat(kindOf(Posix.EPERM)).isEqualTo(DeviceException.Kind.NOT_PERMITTED);
    assertThat(kindOf(Posix.EACCES)).isEqualTo(DeviceException.Kind.NOT_PERMITTED);
    assertThat(kindOf(Posix.ENXIO)).isEqualTo(DeviceException.Kind.NOT_LOADED);
    assertThat(kindOf(Posix.EBUSY)).isEqualTo(DeviceException.Kind.BUSY);
    assertThat(kindOf(Posix.EINVAL)).isEqualTo(DeviceException.Kind.FAILED);
  }

  @Test
  void anotherAbiNamesBothVersions() {
    DeviceException refused = DeviceException.otherAbi("/dev/forensix", 1, 7);
    assertThat(refused.kind()).isEqualTo(DeviceException.Kind.OTHER_ABI);
    assertThat(refused).hasMessageContaining("version 7").hasMessageContaining("program 1");
  }

  private static DeviceException.Kind kindOf(int errno) {
    return DeviceException.ofOpen("/dev/forensix", errno).kind();
  }

  private static DeviceException refusal(String path) {
    return catchThrowableOfType(DeviceException.class, () -> Device.open(Path.of(path)).close());
  }
}
