// Periods as bars, payments as marks, and now as a line that can be moved.

import { html } from '../lib/html.js'
import { DAY_MS, day, midnight, shortDay } from '../lib/time.js'
import { useEffect, useRef, useState } from '../vendor/hooks.js'

const STEPS = /** @type {Record<string, number>} */ ({
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -30,
  PageUp: 30,
})

/**
 * @param {{ timeline: import('../types').Timeline, now: number, onMove?: (to: number) => void }} props
 */
export function TimelineView({ timeline, now, onMove }) {
  const [start, end] = extent(timeline, now)
  const [wanted, setWanted] = useState(/** @type {number | null} */ (null))
  const track = useRef(/** @type {HTMLElement | null} */ (null))
  useEffect(() => setWanted(null), [now])
  const at = wanted ?? now
  const place = (/** @type {number} */ moment) =>
    `${Math.min(100, Math.max(0, ((moment - start) / (end - start)) * 100))}%`
  const width = (/** @type {number} */ from, /** @type {number} */ to) =>
    `${(Math.max(0, to - from) / (end - start)) * 100}%`

  /** @param {PointerEvent} event */
  function pointed(event) {
    const box = track.current?.getBoundingClientRect()
    if (!box) return now
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))
    return midnight(start + share * (end - start)) + (now % DAY_MS)
  }
  const handle = {
    /** @param {PointerEvent} event */
    onPointerDown(event) {
      const handle = event.currentTarget
      if (event.button !== 0 || !(handle instanceof Element)) return
      handle.setPointerCapture(event.pointerId)
      setWanted(now)
    },
    /** @param {PointerEvent} event */
    onPointerMove(event) {
      if (wanted !== null && event.buttons > 0) setWanted(pointed(event))
    },
    /** @param {PointerEvent} event */
    onPointerUp(event) {
      const to = pointed(event)
      if (wanted !== null && midnight(to) !== midnight(now)) onMove?.(to)
      else setWanted(null)
    },
    /** @param {KeyboardEvent} event */
    onKeyDown(event) {
      const days = STEPS[event.key]
      if (days !== undefined) setWanted(at + days * (event.shiftKey ? 7 : 1) * DAY_MS)
      else if (event.key === 'Enter' && wanted !== null) onMove?.(wanted)
      else if (event.key === 'Escape') setWanted(null)
      else return
      event.preventDefault()
    },
  }
  return html`<div class="room-timeline">
    <div class="room-timeline-years" aria-hidden="true">
      ${years(start, end).map((year) => html`<span key=${year} style=${{ left: place(year) }}>${new Date(year).getUTCFullYear()}</span>`)}
    </div>
    <div class="room-timeline-body">
      <ol class="room-timeline-bars">
        ${timeline.bars.map(
          (bar) => html`<li key=${bar.label}>
          <span class="room-timeline-label">${bar.label}<span class="room-timeline-note"> ${bar.note}</span></span>
          <span class="room-timeline-lane"><span class=${`room-timeline-bar ${statusOf(bar, now)}`}
            style=${{ left: place(bar.from), width: width(bar.from, bar.to ?? end) }}></span></span>
        </li>`,
        )}
      </ol>
      ${
        timeline.marks.length > 0 &&
        html`<div class="room-timeline-marks">
        <span class="room-timeline-label">Payments</span>
        <span class="room-timeline-lane">${timeline.marks.map((mark) => html`<span key=${mark.at} class=${`room-timeline-mark ${mark.at <= now ? 'is-past' : ''}`} style=${{ left: place(mark.at) }} title=${mark.label}></span>`)}</span>
        <span class="govuk-visually-hidden">${timeline.marks.map((mark) => mark.label).join(', ')}</span>
      </div>`
      }
      <div class="room-timeline-track" ref=${track}>
        ${wanted !== null && html`<div class="room-timeline-now is-old" style=${{ left: place(now) }}></div>`}
        <div class=${`room-timeline-now ${wanted === null ? '' : 'is-wanted'}`} style=${{ left: place(at) }}>
          ${
            onMove &&
            html`<div class="room-timeline-handle" role="slider" tabindex="0" style=${{ transform: `translateX(-${place(at)})` }} aria-label="The world's date"
            aria-valuemin=${start} aria-valuemax=${end} aria-valuenow=${at} aria-valuetext=${day(at)} ...${handle}><span>${shortDay(at)}</span></div>`
          }
        </div>
      </div>
    </div>
    ${
      onMove &&
      html`<p class="govuk-body room-timeline-help">${
        wanted === null
          ? 'Drag the line, or focus it and use the arrow keys, to choose another date.'
          : html`<button type="button" class="govuk-button govuk-!-margin-bottom-0" onClick=${() => onMove(wanted)}>Move to ${day(wanted)}</button>
        <button type="button" class="room-button" onClick=${() => setWanted(null)}>Stay on ${day(now)}</button>`
      }</p>`
    }
  </div>`
}

/**
 * From when to when a timeline goes: all that is in it, now too, and some air.
 * @param {import('../types').Timeline} timeline
 * @param {number} now
 * @returns {[number, number]}
 */
function extent(timeline, now) {
  const moments = [
    ...timeline.bars.flatMap((bar) => [bar.from, bar.to ?? bar.from]),
    ...timeline.marks.map((mark) => mark.at),
    now,
  ]
  return [Math.min(...moments) - 30 * DAY_MS, Math.max(...moments) + 30 * DAY_MS]
}

/**
 * @param {number} start
 * @param {number} end
 */
function years(start, end) {
  const first = new Date(start).getUTCFullYear() + 1
  const last = new Date(end).getUTCFullYear()
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => Date.UTC(first + index))
}

/**
 * @param {import('../types').Bar} bar
 * @param {number} now
 */
function statusOf(bar, now) {
  if (bar.to !== null && bar.to <= now) return 'is-past'
  return bar.from <= now ? 'is-open' : 'is-to-come'
}
