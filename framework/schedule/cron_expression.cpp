#include "schedule/cron_expression.hpp"
