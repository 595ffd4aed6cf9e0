<?php

declare(strict_types=1);

namespace Latchkey;

/** Who a post is open to; the words are those of Latchkey's contract. */
enum Level: string
{
    case Free = 'free';
    case Registered = 'registered';
    case Metered = 'metered';
    case Premium = 'premium';
    case Subscribers = 'subscribers';

    public function label(): string
    {
        return match ($this) {
            self::Free => __('Free: anyone', 'latchkey'),
            self::Registered => __('Registered: whoever is signed in', 'latchkey'),
            self::Metered => __('Metered: the meter, an unlock or a plan', 'latchkey'),
            self::Premium => __('Premium: an unlock or a plan', 'latchkey'),
            self::Subscribers => __('Subscribers: a plan only', 'latchkey'),
        };
    }
}
