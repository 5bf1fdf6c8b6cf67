using Relevo.QueueProcessor.Store;
using Relevo.Tests.Shared;

namespace Relevo.Storage.Tests.Support;

/// <summary>A place where one engine keeps its data, and the means to hurt it.</summary>
public interface IStoreBed : IAsyncDisposable
{
    ManualTime Time { get; }

    IMessageStore Store { get; }

    /// <summary>What subscribers were told, in order, since the store was opened last.</summary>
    IReadOnlyList<QueuedMessage> Announced { get; }

    /// <summary>Stops the store and opens it again.</summary>
    Task RestartAsync();

    /// <summary>Kills the store without a word and opens what it left behind.</summary>
    Task KillAsync();

    /// <summary>From now on no message can be written.</summary>
    void BreakWrites();

    /// <summary>Writes succeed again.</summary>
    void MendWrites();

    /// <summary>The next commit of messages, or of anything, becomes durable, but its writer is told that it failed.</summary>
    void FailAfterNextCommit(bool ofMessages = true);

    /// <summary>The same for the next commit that moves messages from queue to queue: the newest day's part of it becomes durable.</summary>
    void FailAfterNextMove();

    /// <summary>Takes <see cref="FailAfterNextCommit"/> back.</summary>
    void FailNoMore();

    /// <summary>The next commit of messages stalls until <see cref="Resume"/>; the task completes when it has begun to.</summary>
    Task StallNextCommit();

    /// <summary>Lets a stalled commit go on.</summary>
    void Resume();
}
