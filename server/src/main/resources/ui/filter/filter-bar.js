// The bar that filters by service and level. A change is told at once, as a whole new filter.

import { LEVELS } from './filter.js';

const OFFERED_SERVICES = 200;

export class FilterBar {
  #service = document.getElementById('service');
  #offers = document.getElementById('services');
  #levels = document.getElementById('levels');
  #offered = new Set();
  #told;
  #onChange;

  constructor(filter, onChange) {
    this.#told = JSON.stringify(filter);
    this.#onChange = onChange;
    this.#service.value = filter.service;
    this.#service.addEventListener('change', () => this.#changed());
    this.#service.addEventListener('keydown', (event) => this.#leaveOnEscape(event));
    const chosen = filter.level.toLowerCase().split(',');
    this.#levels.append(...LEVELS.map((level) => this.#levelButton(level, chosen.includes(level))));
  }

  focus() {
    this.#service.focus();
    this.#service.select();
  }

  /** Adds a service that was seen to what the input suggests. */
  offer(service) {
    if (this.#offered.has(service) || this.#offered.size >= OFFERED_SERVICES) {
      return;
    }
    this.#offered.add(service);
    this.#offers.append(new Option('', service));
  }

  #levelButton(level, isChosen) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = level;
    button.dataset.level = level;
    button.ariaPressed = String(isChosen);
    button.addEventListener('click', () => {
      button.ariaPressed = String(button.ariaPressed !== 'true');
      this.#changed();
    });
    return button;
  }

  #leaveOnEscape(event) {
    if (event.key === 'Escape') {
      this.#service.value = '';
      this.#service.blur();
      this.#changed();
    }
  }

  #changed() {
    const filter = this.#filter();
    const told = JSON.stringify(filter);
    if (told !== this.#told) {
      this.#told = told;
      this.#onChange(filter);
    }
  }

  #filter() {
    const services = this.#service.value.split(',').map((service) => service.trim());
    const levels = [...this.#levels.children].filter((button) => button.ariaPressed === 'true');
    return {
      service: services.filter((service) => service !== '').join(','),
      level: levels.map((button) => button.dataset.level).join(','),
    };
  }
}
