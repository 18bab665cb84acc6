// SPDX-License-Identifier: Apache-2.0
/**
 * Questions over HTTP: {@code docs/openapi.yaml} describes what is answered. A {@link
 * io.forensix.web.WebServer} has a {@link io.forensix.web.Guard} before each request, and routes
 * that lead to a question of one of the hosts it serves.
 */
package io.forensix.web;
