// SPDX-License-Identifier: Apache-2.0

/** The fold that makes spans of records: state, and a handler for each kind of event. */
package io.forensix.timeline.fold;
