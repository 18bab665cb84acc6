// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

/**
 * What a request is answered.
 *
 * @param status status of HTTP
 * @param type media type; empty where there is no body
 * @param body the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares replies.
record Reply(int status, String type, byte[] body) {
  static final String JSON = "application/json";

  static Reply json(Json json) {
    return new Reply(200, JSON, json.bytes());
  }

  static Reply nothing() {
    return new Reply(204, "", new byte[0]);
  }
}
