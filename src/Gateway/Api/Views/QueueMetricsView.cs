namespace Relevo.Gateway.Api.Views;

/// <summary>Figures of the queue, events and sends together.</summary>
/// <param name="Waiting">Due and not yet in work, every priority.</param>
/// <param name="Active">In work.</param>
/// <param name="Completed">Done.</param>
/// <param name="Failed">Ended without success: taken out of the dead letters by operators, or expired.</param>
/// <param name="Delayed">Waiting for their time.</param>
/// <param name="Dlq">Dead letters.</param>
/// <param name="Paused">Held back by operators.</param>
internal sealed record QueueMetricsView(long Waiting, long Active, long Completed, long Failed, long Delayed, long Dlq, long Paused);
