// Reads a calendar from standard input with ical.js (Thunderbird's parser) and prints what it understood as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const root = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const seen = (component) => ({
  uid: component.getFirstPropertyValue("uid"),
  summary: component.getFirstPropertyValue("summary"),
  status: component.getFirstPropertyValue("status"),
  sequence: component.getFirstPropertyValue("sequence"),
  starts: String(component.getFirstPropertyValue("dtstart") ?? component.getFirstPropertyValue("due")),
  alarms: component.getAllSubcomponents("valarm").length,
});
console.log(
  JSON.stringify({
    name: root.getFirstPropertyValue("x-wr-calname"),
    refresh: String(root.getFirstPropertyValue("refresh-interval")),
    zones: root.getAllSubcomponents("vtimezone").length,
    events: root.getAllSubcomponents("vevent").map(seen),
    todos: root.getAllSubcomponents("vtodo").map(seen),
  }),
);
