namespace Relevo.Gateway.Api.Views;

/// <summary>Answer to a send that was taken.</summary>
/// <param name="Success">True.</param>
/// <param name="MessageId">Our id of it.</param>
/// <param name="QueuePosition">Its place in the queue, about; 0 when it is scheduled.</param>
/// <param name="EstimatedDelay">Seconds until it leaves, about.</param>
internal sealed record SendAnswerView(bool Success, string MessageId, long QueuePosition, double EstimatedDelay);
